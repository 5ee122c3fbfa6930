# expect: none
# Long waits, but for an event and for an item: nobody holds what they wait for.
import queue
import threading
import time

go = threading.Event()
orders = queue.Queue()


def waits():
    go.wait()
    orders.get()


threads = [threading.Thread(target=waits) for _ in range(4)]
for thread in threads:
    thread.start()
time.sleep(0.1)
go.set()
for number in range(4):
    orders.put(number)
for thread in threads:
    thread.join()
