# expect: none
import threading


class Mailbox:
    def __init__(self):
        self.lock = threading.RLock()
        self.not_empty = threading.Condition(self.lock)
        self.not_full = threading.Condition(self.lock)
        self.items = []
        self.puts = self.gets = 0

    def put(self, item):
        with self.not_full:
            while len(self.items) >= 2:
                self.not_full.wait(1)
            self.items.insert(0, item)
            self.puts += 1
            self.not_empty.notify()

    def get(self):
        with self.lock:
            self.not_empty.wait_for(lambda: self.items, timeout=5)
            item = self.items.pop()
            self.gets += 1
            self.not_full.notify()
            return item


box = Mailbox()


def put():
    for n in range(20):
        box.put({"n": n})


def get():
    for n in range(20):
        item = box.get()
        item["n"] += 1


threads = [threading.Thread(target=f) for f in (put, get, put, get)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(box.puts, box.gets, box.items)
