# expect: none
import functools
import threading


def locked(method):
    @functools.wraps(method)
    def inner(self, *arguments):
        self._lock.acquire()
        try:
            return method(self, *arguments)
        finally:
            self._lock.release()

    return inner


class Stock:
    def __init__(self):
        self._lock = threading.RLock()
        self._items = {}
        self._sold = 0

    @property
    @locked
    def sold(self):
        return self._sold

    @sold.setter
    @locked
    def sold(self, value):
        self._sold = value

    @locked
    def sell(self, name):
        self._items[name] = self._items.get(name, 10) - 1
        self.sold = self.sold + 1

    @locked
    def names(self):
        return [name for name, count in self._items.items() if count]


stock = Stock()


def work(name):
    for _ in range(20):
        stock.sell(name)
        stock.sell("shared")
        assert name in stock.names() or True


threads = [threading.Thread(target=work, args=(n,)) for n in "abc"]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(stock.sold, stock.names())
