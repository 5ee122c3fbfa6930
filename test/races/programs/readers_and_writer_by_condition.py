# expect: none
import threading
from contextlib import contextmanager


class RWLock:
    def __init__(self):
        self.changed = threading.Condition()
        self.readers = 0
        self.writing = False

    @contextmanager
    def reading(self):
        with self.changed:
            self.changed.wait_for(lambda: not self.writing)
            self.readers += 1
        try:
            yield
        finally:
            with self.changed:
                self.readers -= 1
                if not self.readers:
                    self.changed.notify_all()

    @contextmanager
    def writing_alone(self):
        with self.changed:
            while self.writing or self.readers:
                self.changed.wait()
            self.writing = True
        try:
            yield
        finally:
            with self.changed:
                self.writing = False
                self.changed.notify_all()


guard, prices = RWLock(), {"a": 1}
seen = threading.local()


def write(name):
    for n in range(10):
        with guard.writing_alone():
            prices[name] = prices.get(name, 0) + n
            prices["a"] += 1


def read():
    for _ in range(10):
        with guard.reading():
            seen.total = sum(prices.values()) + len(prices)


threads = [threading.Thread(target=write, args=(n,)) for n in "bc"] + [threading.Thread(target=read) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(prices)
