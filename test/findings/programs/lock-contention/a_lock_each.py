# expect: none
# The blocks are long, but each thread has an account, and a lock, of its own.
import threading
import time


class Account:
    def __init__(self):
        self.lock = threading.Lock()
        self.balance = 0


def pay(account):
    for _ in range(3):
        with account.lock:
            account.balance += 1
            time.sleep(0.02)


accounts = [Account() for _ in range(4)]
threads = [threading.Thread(target=pay, args=(account,)) for account in accounts]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
