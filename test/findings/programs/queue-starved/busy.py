# expect: none
import queue
import threading
import time

orders = queue.Queue()


def serve():
    while orders.get() is not None:
        time.sleep(0.02)


waiters = [threading.Thread(target=serve, name="waiter-%d" % n) for n in range(3)]
for waiter in waiters:
    waiter.start()
for order in range(24):
    orders.put(order)
    time.sleep(0.005)
for _ in waiters:
    orders.put(None)
for waiter in waiters:
    waiter.join()
