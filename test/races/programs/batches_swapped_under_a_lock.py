# expect: none
import threading


class Batcher:
    def __init__(self):
        self.lock = threading.Lock()
        self.batch = []
        self.stopped = threading.Event()
        self.written = 0

    def add(self, item):
        with self.lock:
            self.batch.append(item)

    def flush(self):
        with self.lock:
            batch, self.batch = self.batch, []
        for item in batch:
            self.written += item
        batch.clear()

    def run(self):
        while not self.stopped.wait(0.001):
            self.flush()
        self.flush()


batcher = Batcher()
writer = threading.Thread(target=batcher.run)
writer.start()
adders = [threading.Thread(target=lambda: [batcher.add(1) for _ in range(50)]) for _ in range(3)]
for thread in adders:
    thread.start()
for thread in adders:
    thread.join()
batcher.stopped.set()
writer.join()
print(batcher.written)
