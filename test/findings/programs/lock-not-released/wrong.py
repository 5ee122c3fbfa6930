# expect: lock-not-released error count=1
import threading

orders_lock = threading.Lock()
orders = []


def add(order):
    orders_lock.acquire()  # here
    if order is None:
        return  # without a release
    orders.append(order)
    orders_lock.release()


for order in ("tea", None):
    thread = threading.Thread(target=add, args=(order,))
    thread.start()
    thread.join()
print(orders, orders_lock.acquire(timeout=0.05))
