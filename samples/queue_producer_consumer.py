"""A producer and a consumer with a queue of two places between them: no lock in sight, and none needed.

The queue's track shows its depth. The consumer is the slower one, so the depth soon stands at 2 and the producer has to wait for
room: that is back-pressure, and it keeps the memory small. `join` returns when `task_done` was called once for each item.
"""

import queue
import threading
import time

ORDERS = 10

orders = queue.Queue(maxsize=2)
cooked = []


def take_orders():
    for number in range(ORDERS):
        orders.put(number)
    orders.put(None)  # nothing follows


def cook():
    while True:
        number = orders.get()
        if number is not None:
            time.sleep(0.01)
            cooked.append(number)
        orders.task_done()
        if number is None:
            return


def main():
    threads = [threading.Thread(target=take_orders, name="waiter"), threading.Thread(target=cook, name="cook")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    orders.join()
    print("cooked: %s" % cooked)


if __name__ == "__main__":
    main()
