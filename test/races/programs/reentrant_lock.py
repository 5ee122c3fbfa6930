# expect: none
import threading


class Account:
    def __init__(self):
        self.lock = threading.RLock()
        self.balance = 0

    def deposit(self, n):
        with self.lock:
            self.balance = self.balance + n

    def twice(self, n):
        with self.lock:
            self.deposit(n)
            self.deposit(n)


account = Account()


def work():
    for _ in range(10):
        account.twice(1)


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(account.balance)
