# expect: none
import queue
import threading
import time

items = queue.Queue()


def work():
    while True:
        batch = [items.get() for _ in range(4)]
        time.sleep(0.01)
        for _ in batch:
            items.task_done()


threading.Thread(target=work, name="worker", daemon=True).start()
for item in range(12):
    items.put(item)
items.join()
