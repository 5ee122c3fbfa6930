# expect: none
import queue
import threading

items = queue.Queue()


def work():
    for _ in range(5):
        items.get()


thread = threading.Thread(target=work, name="worker")
thread.start()
for item in range(5):
    items.put(item)
thread.join()
