# expect: none
import queue
import threading
import time

items = queue.Queue()


def work():
    while items.get() is not None:
        time.sleep(0.001)


threads = [threading.Thread(target=work, name="worker-%d" % n) for n in range(4)]
for thread in threads:
    thread.start()
time.sleep(0.1)
for item in range(40):
    items.put(item)
for _ in threads:
    items.put(None)
for thread in threads:
    thread.join()
