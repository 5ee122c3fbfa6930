"""An account whose methods call each other while they hold its lock: that takes an RLock.

`change_notes` holds the lock of the account and calls `take`, which takes the same lock again. With a plain Lock the thread
would wait for itself for ever. On the lock's track there is one hold for each outermost `with`; the inner ones count as
re-entries.
"""

import threading

CHANGES = 5


class Account:
    def __init__(self, balance):
        self.balance = balance
        self.lock = threading.RLock()

    def take(self, amount):
        with self.lock:
            self.balance -= amount

    def put(self, amount):
        with self.lock:
            self.balance += amount

    def change_notes(self, amount):
        """Takes and puts as one step that nobody can see half done."""
        with self.lock:
            self.take(amount)
            self.put(amount)


def main():
    account = Account(100)

    def change():
        for _ in range(CHANGES):
            account.change_notes(20)

    threads = [threading.Thread(target=change, name="clerk-%d" % number) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print("balance: %d" % account.balance)


if __name__ == "__main__":
    main()
