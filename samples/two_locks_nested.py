"""Two accounts, two locks, one order: money moves between them and nobody can be deadlocked.

Every transfer takes both locks, always the one of the account with the lower number first, whichever way the money goes. On the
two tracks the holds of the second lock lie inside the holds of the first. `deadlock_two_locks.py` shows what happens without
that order.
"""

import threading
import time

TRANSFERS = 10


class Account:
    def __init__(self, number, balance):
        self.number = number
        self.balance = balance
        self.lock = threading.Lock()


def transfer(source, target, amount):
    first, second = sorted((source, target), key=lambda account: account.number)
    with first.lock:
        with second.lock:
            source.balance -= amount
            time.sleep(0.001)
            target.balance += amount


def main():
    savings, checking = Account(1, 500), Account(2, 500)

    def move(source, target):
        for _ in range(TRANSFERS):
            transfer(source, target, 10)

    threads = [
        threading.Thread(target=move, args=(savings, checking), name="outward"),
        threading.Thread(target=move, args=(checking, savings), name="homeward"),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print("savings %d, checking %d" % (savings.balance, checking.balance))


if __name__ == "__main__":
    main()
