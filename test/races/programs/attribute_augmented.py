# expect: data-race Account.balance warning luck
import threading


class Account:
    def __init__(self):
        self.balance = 0

    def deposit(self, amount):
        self.balance += amount


account = Account()


def work():
    for _ in range(30):
        account.deposit(1)


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(account.balance)
