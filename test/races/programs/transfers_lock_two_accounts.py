# expect: none
import threading


class Account:
    count = 0
    counting = threading.Lock()

    def __init__(self, balance):
        with Account.counting:
            Account.count += 1
            self.number = Account.count
        self.balance = balance
        self.lock = threading.Lock()


def transfer(source, target, amount):
    first, second = sorted((source, target), key=lambda account: account.number)
    with first.lock, second.lock:
        if source.balance >= amount:
            source.balance -= amount
            target.balance += amount


accounts = [Account(100) for _ in range(4)]


def work(seed):
    for n in range(30):
        a, b = accounts[(seed + n) % 4], accounts[(seed * n + 1) % 4]
        if a is not b:
            transfer(a, b, n)


threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
for account in accounts:
    with account.lock:
        account.balance += 0
print(sum(account.balance for account in accounts))
