# expect: none
import threading


class Ring:
    def __init__(self, size):
        self.places = [None] * size
        self.free, self.full = threading.Semaphore(size), threading.Semaphore(0)
        self.mutex = threading.BoundedSemaphore(1)
        self.head = self.tail = 0

    def put(self, item):
        self.free.acquire()
        with self.mutex:
            self.places[self.tail] = item
            self.tail = (self.tail + 1) % len(self.places)
        self.full.release()

    def get(self):
        self.full.acquire()
        self.mutex.acquire()
        item = self.places[self.head]
        self.places[self.head] = None
        self.head = (self.head + 1) % len(self.places)
        self.mutex.release()
        self.free.release()
        return item


ring = Ring(3)
sums = {}


def produce():
    for n in range(30):
        ring.put([n])


def consume(name):
    total = 0
    for _ in range(30):
        item = ring.get()
        item.append(1)
        total += sum(item)
    ring.mutex.acquire()
    sums[name] = total
    ring.mutex.release()


threads = [threading.Thread(target=produce) for _ in range(2)]
threads += [threading.Thread(target=consume, args=(n,)) for n in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sum(sums.values()))
