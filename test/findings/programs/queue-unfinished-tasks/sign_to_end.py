# expect: none
import queue
import threading
import time

items = queue.Queue()


def work():
    while True:
        item = items.get()
        if item is None:
            break  # nobody joins any more
        time.sleep(0.002)
        items.task_done()


threads = [threading.Thread(target=work, name="worker-%d" % n) for n in range(3)]
for thread in threads:
    thread.start()
for item in range(12):
    items.put(item)
items.join()
for _ in threads:
    items.put(None)
for thread in threads:
    thread.join()
