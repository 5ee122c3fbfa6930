# expect: none
import queue
import threading


class Buffer:
    def __init__(self):
        self.data = bytearray()
        self.parts = []
        self.uses = 0

    def fill(self, n):
        self.uses += 1
        self.parts.append(n)
        self.parts[0] += 1

    def reset(self):
        self.parts = []


free, filled = queue.SimpleQueue(), queue.Queue(2)
for _ in range(2):
    free.put(Buffer())


def produce():
    for n in range(25):
        buffer = free.get()
        buffer.fill(n)
        filled.put(buffer)


def consume():
    for _ in range(25):
        buffer = filled.get()
        buffer.parts.append(sum(buffer.parts))
        buffer.reset()
        free.put(buffer)
        filled.task_done()


threads = [threading.Thread(target=f) for f in (produce, produce, consume, consume)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
filled.join()
print(sum(free.get().uses for _ in range(2)))
