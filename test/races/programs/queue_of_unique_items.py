# expect: none
import queue
import threading


class UniqueQueue(queue.Queue):
    def _init(self, maxsize):
        self.items = {}
        self.turned_away = 0

    def _qsize(self):
        return len(self.items)

    def _put(self, item):
        if item in self.items:
            self.turned_away += 1
        self.items[item] = True

    def _get(self):
        item = next(iter(self.items))
        del self.items[item]
        return item


jobs = UniqueQueue()


def work():
    for n in range(20):
        jobs.put(n % 7 + threading.get_ident())
        jobs.get()


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(jobs.qsize())
