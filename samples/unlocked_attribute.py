"""A mistake on purpose: two cashiers pay into one account without a lock, and payments are lost.

`deposit` reads the balance, asks the bank, and writes the sum back. Each cashier writes over what the other one has paid in.
A lock in the account, held from the read to the write, would mend it. The barrier stands for bad luck: both ask at the same time.
"""

import threading

CASHIERS = 2
PAYMENTS = 20


both_ask = threading.Barrier(CASHIERS)


def bank_agrees():
    """Stands for a slow call."""
    both_ask.wait()
    return True


class Account:
    def __init__(self):
        self.balance = 0

    def deposit(self, amount):
        balance = self.balance  # what others pay in from here on is lost
        if bank_agrees():
            self.balance = balance + amount


def pay_in(account):
    for _ in range(PAYMENTS):
        account.deposit(1)


def main():
    account = Account()
    cashiers = [
        threading.Thread(target=pay_in, args=(account,), name="cashier-%d" % number) for number in range(CASHIERS)
    ]
    for cashier in cashiers:
        cashier.start()
    for cashier in cashiers:
        cashier.join()
    print("payments were lost" if account.balance < CASHIERS * PAYMENTS else "no payment was lost, this time")


if __name__ == "__main__":
    main()
