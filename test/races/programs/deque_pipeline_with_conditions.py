# expect: none
import threading
from collections import deque


class Stage(threading.Thread):
    def __init__(self, inbox, outbox, work):
        super().__init__()
        self.inbox, self.outbox, self.work = inbox, outbox, work
        self.handled = 0

    def run(self):
        while True:
            item = self.inbox.take()
            if item is None:
                self.outbox.give(None)
                return
            self.handled += 1
            self.work(item)
            self.outbox.give(item)


class Pipe:
    def __init__(self):
        self.items, self.ready = deque(maxlen=None), threading.Condition()

    def give(self, item):
        with self.ready:
            self.items.append(item)
            self.ready.notify()

    def take(self):
        with self.ready:
            while not self.items:
                self.ready.wait()
            return self.items.popleft()


def double(item):
    item["value"] *= 2
    item["trail"].append("double")


def note(item):
    item["value"] += 1
    item.setdefault("notes", []).append(item["value"])


pipes = [Pipe() for _ in range(3)]
stages = [Stage(pipes[0], pipes[1], double), Stage(pipes[1], pipes[2], note)]
for stage in stages:
    stage.start()
for n in range(20):
    pipes[0].give({"value": n, "trail": []})
pipes[0].give(None)
total = 0
while True:
    item = pipes[2].take()
    if item is None:
        break
    item["value"] += 0
    total += item["value"]
for stage in stages:
    stage.join()
print(total, stages[0].handled, stages[1].handled)
