# expect: none
import queue
import threading
import time

orders = queue.Queue()


def serve():
    while True:
        order = orders.get()
        if order is None:
            return
        time.sleep(0.002)


waiter = threading.Thread(target=serve, name="waiter")
waiter.start()
for order in range(20):
    time.sleep(0.01)
    orders.put(order)
orders.put(None)
waiter.join()
