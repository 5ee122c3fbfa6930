# expect: none
import threading


class Cache:
    def __init__(self, most):
        self.most = most
        self.items = {}
        self.hits = self.misses = 0
        self.lock = threading.RLock()

    def get(self, key, make):
        with self.lock:
            if key in self.items:
                self.hits += 1
                value = self.items.pop(key)
                self.items[key] = value
                return value
            self.misses += 1
            value = self.items[key] = make(key)
            self._shrink()
            return value

    def _shrink(self):
        with self.lock:
            while len(self.items) > self.most:
                del self.items[next(iter(self.items))]


cache = Cache(5)


def work(seed):
    for n in range(30):
        cache.get((seed * n) % 9, lambda key: key * key)


threads = [threading.Thread(target=work, args=(n,)) for n in (2, 3, 5)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(cache.hits + cache.misses, len(cache.items))
