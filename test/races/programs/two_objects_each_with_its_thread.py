# expect: none
import threading


class Counter:
    def __init__(self):
        self.n = 0

    def work(self):
        for _ in range(50):
            self.n = self.n + 1


counters = [Counter() for _ in range(3)]
threads = [threading.Thread(target=counter.work) for counter in counters]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print([counter.n for counter in counters])
