# expect: none
import threading

changed = threading.Condition()
items = []


def consume():
    while True:
        with changed:
            if items:
                item = items.pop()
                if item is None:
                    return
            else:
                changed.wait()  # then the loop looks again


consumer = threading.Thread(target=consume)
consumer.start()
for item in (1, None):
    with changed:
        items.insert(0, item)
        changed.notify()
consumer.join()
