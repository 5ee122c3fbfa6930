# expect: queue-starved info consumers=4
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


waiters = [threading.Thread(target=serve, name="waiter-%d" % n) for n in range(4)]
for waiter in waiters:
    waiter.start()
for order in range(20):
    time.sleep(0.01)
    orders.put(order)  # here
for _ in waiters:
    orders.put(None)
for waiter in waiters:
    waiter.join()
