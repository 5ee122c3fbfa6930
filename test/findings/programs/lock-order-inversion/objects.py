# expect: lock-order-inversion warning
import threading
import time


class Account:
    def __init__(self, balance):
        self.lock = threading.RLock()
        self.balance = balance

    def give(self, other, amount):
        self.lock.acquire()
        try:
            other.receive(amount)
            self.balance -= amount
        finally:
            self.lock.release()

    def receive(self, amount):
        with self.lock:  # here
            self.balance += amount


def later(one, two):
    time.sleep(0.05)
    one.give(two, 5)


mine, yours = Account(10), Account(10)
threads = [
    threading.Thread(target=mine.give, args=(yours, 5)),
    threading.Thread(target=later, args=(yours, mine)),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
