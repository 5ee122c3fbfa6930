# expect: none
# A wait for a notify gives the lock away: the time until the notify is not spent before the lock.
import threading
import time

ready = threading.Condition()
items = []


def consume():
    with ready:
        while not items:
            ready.wait()
        items.pop()


threads = [threading.Thread(target=consume) for _ in range(3)]
for thread in threads:
    thread.start()
for number in range(3):
    time.sleep(0.04)
    with ready:
        items.append(number)
        ready.notify()
for thread in threads:
    thread.join()
