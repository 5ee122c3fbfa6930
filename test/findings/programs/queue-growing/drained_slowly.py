# expect: none
# run: --stop-after 1.2
# exit: 124
import queue
import threading
import time

items = queue.Queue()


def work():
    while True:
        items.get()
        time.sleep(0.005)


for item in range(1000):
    items.put(item)
threading.Thread(target=work, name="worker", daemon=True).start()
while True:
    time.sleep(0.1)
