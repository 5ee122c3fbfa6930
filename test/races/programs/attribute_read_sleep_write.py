# expect: data-race Account.balance error
# expect: lost-update Account.balance
import threading, time


class Account:
    def __init__(self):
        self.balance = 0

    def deposit(self, amount):
        seen = self.balance
        time.sleep(0.01)
        self.balance = seen + amount


account = Account()


def work():
    account.deposit(5)


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(account.balance > 0)
