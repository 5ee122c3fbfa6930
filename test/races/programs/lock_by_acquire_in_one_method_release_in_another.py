# expect: none
import threading


class Transaction:
    lock = threading.Lock()
    journal = []
    depth = 0

    def begin(self):
        self.lock.acquire()
        Transaction.depth += 1
        return self

    def commit(self, what):
        Transaction.journal.append(what)
        Transaction.depth -= 1
        self.lock.release()


def work():
    for n in range(20):
        transaction = Transaction().begin()
        transaction.commit(n)


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(Transaction.journal), Transaction.depth)
