# expect: none
import threading
from dataclasses import dataclass, field
from queue import Queue


@dataclass
class Order:
    number: int
    lines: list = field(default_factory=list)
    total: int = 0
    state: str = "new"

    def add(self, price):
        self.lines.append(price)
        self.total += price


orders, done = Queue(), Queue()


def take():
    for order in iter(orders.get, None):
        order.add(order.number)
        order.state = "paid"
        done.put(order)
    done.put(None)


workers = [threading.Thread(target=take) for _ in range(3)]
for worker in workers:
    worker.start()
for n in range(20):
    order = Order(n)
    order.add(1)
    orders.put(order)
for _ in workers:
    orders.put(None)
ended, total = 0, 0
while ended < 3:
    order = done.get()
    if order is None:
        ended += 1
        continue
    order.state = order.state.upper()
    order.add(0)
    total += order.total
for worker in workers:
    worker.join()
print(total)
