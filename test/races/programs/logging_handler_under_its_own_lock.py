# expect: none
import logging
import threading


class Counting(logging.Handler):
    def __init__(self):
        super().__init__()
        self.counts = {}
        self.lines = []

    def emit(self, record):
        self.counts[record.levelname] = self.counts.get(record.levelname, 0) + 1
        self.lines.append(record.getMessage())


counting = Counting()
log = logging.getLogger("shop")
log.setLevel(logging.INFO)
log.propagate = False
log.addHandler(counting)


def work():
    for n in range(20):
        log.info("sold %d", n)


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(counting.counts, len(counting.lines))
