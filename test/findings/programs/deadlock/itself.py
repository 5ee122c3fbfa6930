# expect: deadlock error circle.length=1
# run: --stop-after 1.2
# exit: 124
import threading


class Account:
    def __init__(self):
        self.lock = threading.Lock()
        self.balance = 0

    def pay_in(self, amount):
        with self.lock:  # here
            self.balance += amount

    def pay_twice(self, amount):
        with self.lock:
            self.pay_in(amount)
            self.pay_in(amount)


account = Account()
thread = threading.Thread(target=account.pay_twice, args=(5,), daemon=True)
thread.start()
thread.join()
