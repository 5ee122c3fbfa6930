# expect: lost-update error variable.name=Account.balance
# may: data-race
import threading


class Account:
    def __init__(self):
        self.balance = 0
        self.both_have_read = threading.Barrier(2)

    def deposit(self, amount):
        seen = self.balance
        self.both_have_read.wait()
        self.balance = seen + amount  # here


account = Account()
threads = [threading.Thread(target=account.deposit, args=(5,)) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
