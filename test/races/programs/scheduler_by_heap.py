# expect: none
import heapq
import threading
import time


class Scheduler(threading.Thread):
    def __init__(self):
        super().__init__()
        self.heap, self.counter, self.ran = [], 0, []
        self.changed = threading.Condition()
        self.closing = False

    def at(self, when, function):
        with self.changed:
            self.counter += 1
            heapq.heappush(self.heap, (when, self.counter, function))
            self.changed.notify()

    def run(self):
        while True:
            with self.changed:
                while not self.heap:
                    if self.closing:
                        return
                    self.changed.wait()
                when, number, function = self.heap[0]
                late = when - time.monotonic()
                if late > 0:
                    self.changed.wait(late)
                    continue
                heapq.heappop(self.heap)
            function()
            self.ran.append(number)

    def close(self):
        with self.changed:
            self.closing = True
            self.changed.notify()
        self.join()


hits = {"a": 0}


def hit():
    hits["a"] += 1


scheduler = Scheduler()
scheduler.start()
askers = [
    threading.Thread(target=lambda: [scheduler.at(time.monotonic() + 0.0005 * n, hit) for n in range(5)])
    for _ in range(3)
]
for thread in askers:
    thread.start()
for thread in askers:
    thread.join()
scheduler.close()
scheduler.ran.sort()
print(hits, len(scheduler.ran))
