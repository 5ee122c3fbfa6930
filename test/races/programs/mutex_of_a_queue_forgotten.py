# expect: data-race total error
# expect: may lost-update total
import queue
import threading

jobs = queue.Queue()
total = 0


def price():
    return 1


def careful():
    global total
    for _ in range(20):
        with jobs.mutex:
            total = total + price()


def careless():
    global total
    for _ in range(20):
        total = total + price()


threads = [threading.Thread(target=f) for f in (careful, careless)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(total > 0)
