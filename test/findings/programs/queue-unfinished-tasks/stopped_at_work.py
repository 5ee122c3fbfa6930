# expect: none
# run: --stop-after 1
# exit: 124
import queue
import threading
import time

items = queue.Queue()


def work():
    while True:
        items.get()
        time.sleep(30)
        items.task_done()


threading.Thread(target=work, name="worker", daemon=True).start()
for item in range(3):
    items.put(item)
items.join()
