# expect: none
import threading
import time


class Account:
    def __init__(self, balance):
        self.balance = balance
        self.lock = threading.Lock()

    def withdraw(self, amount):
        with self.lock:
            return self._withdraw(amount)

    def _withdraw(self, amount):
        if self.balance >= amount:
            time.sleep(0.001)
            self.balance -= amount
            return True
        return False


account = Account(100)
threads = [threading.Thread(target=account.withdraw, args=(80,)) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(account.balance)
