# expect: none
import threading

items_lock = threading.Lock()
not_empty = threading.Condition()
items = []


def consume():
    for _ in range(3):
        with not_empty:
            while not items:
                not_empty.wait()
            with items_lock:
                items.pop()


def produce():
    for item in range(3):
        with not_empty:
            with items_lock:
                items.append(item)
            not_empty.notify()


threads = [threading.Thread(target=target) for target in (consume, produce)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
