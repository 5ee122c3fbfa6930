# expect: data-race Pool.dispatched info contract guard=Pool.lock
import threading


class Pool:
    def __init__(self):
        self.lock = threading.Lock()
        self.dispatched = 0

    def work(self):
        for _ in range(20):
            with self.lock:
                self.dispatched += 1

    def show(self):
        for _ in range(5):
            print(self.dispatched >= 0)


pool = Pool()
both = threading.Barrier(3)


def begin(method):
    both.wait()
    method()


threads = [threading.Thread(target=begin, args=(method,)) for method in (pool.work, pool.work, pool.show)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
