# expect: none
import threading


class Base:
    def __init__(self):
        self.lock = threading.Lock()
        self.seen = 0


class Child(Base):
    def work(self):
        for _ in range(20):
            with self.lock:
                self.seen = self.seen + 1


child = Child()
threads = [threading.Thread(target=child.work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(child.seen)
