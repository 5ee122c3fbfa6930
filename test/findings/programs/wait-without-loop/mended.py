# expect: none
import threading

not_empty = threading.Condition()
waits = threading.Semaphore(0)
items = []
got = []


def consume():
    with not_empty:
        while not items:
            waits.release()
            not_empty.wait()
        got.append(items.pop())


consumer = threading.Thread(target=consume)
consumer.start()
waits.acquire()
with not_empty:
    items.append(1)
    not_empty.notify()
consumer.join()
print(got)
