# expect: none
import threading


class Worker(threading.Thread):
    def __init__(self, n):
        super().__init__()
        self.n = n
        self.result = None

    def run(self):
        total = 0
        for k in range(self.n):
            total += k
        self.result = total


workers = [Worker(n) for n in (5, 10, 20)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
print([worker.result for worker in workers])
