# expect: none
# No lock: the queue orders what was written before put() before what is read after get().
import queue
import threading

orders = queue.Queue()


class Order:
    def __init__(self):
        self.total = 0


def consume():
    order = orders.get()
    order.total = order.total + 1


thread = threading.Thread(target=consume)
thread.start()
order = Order()
order.total = 5
orders.put(order)
thread.join()
print(order.total)
