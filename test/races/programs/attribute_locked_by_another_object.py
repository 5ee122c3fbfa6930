# expect: data-race account.balance error
# expect: may lost-update account.balance
import threading


def fee():
    return 1


class Account:
    def __init__(self):
        self.balance = 100


account = Account()


class Teller:
    def __init__(self):
        self.lock = threading.Lock()

    def work(self):
        for _ in range(20):
            with self.lock:
                account.balance = account.balance - fee()


threads = [threading.Thread(target=Teller().work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(account.balance < 100)
