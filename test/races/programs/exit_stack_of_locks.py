# expect: none
import threading
from contextlib import ExitStack, closing


class Shard:
    def __init__(self):
        self.lock = threading.Lock()
        self.values = {}
        self.size = 0

    def close(self):
        self.size = len(self.values)


class Store:
    def __init__(self):
        self.shards = [Shard() for _ in range(3)]

    def put(self, key, value):
        shard = self.shards[hash(key) % 3]
        with shard.lock:
            with closing(shard):
                shard.values[key] = value

    def total(self):
        with ExitStack() as stack:
            for shard in self.shards:
                stack.enter_context(shard.lock)
            return sum(shard.size for shard in self.shards) - sum(len(shard.values) for shard in self.shards)


store = Store()


def work(seed):
    for n in range(20):
        store.put(seed * n % 13, n)
        assert store.total() == 0


threads = [threading.Thread(target=work, args=(n,)) for n in (1, 2, 5)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(store.total())
