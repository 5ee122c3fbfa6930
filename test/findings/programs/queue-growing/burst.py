# expect: none
import queue
import threading
import time

items = queue.Queue()


def work():
    for _ in range(300):
        items.get()
        time.sleep(0.0005)


thread = threading.Thread(target=work, name="worker")
thread.start()
for item in range(300):
    items.put(item)
thread.join()
