# expect: none
import threading

orders_lock = threading.Lock()
orders = []


def add(order):
    with orders_lock:  # releases on every path
        if order is None:
            return
        orders.append(order)


for order in ("tea", None):
    thread = threading.Thread(target=add, args=(order,))
    thread.start()
    thread.join()
print(orders, orders_lock.acquire(timeout=0.05))
