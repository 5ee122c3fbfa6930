# expect: queue-growing warning bound=null
# run: --stop-after 1.2
# exit: 124
import collections
import queue
import threading
import time

log = queue.LifoQueue()  # here
kept = collections.deque(maxlen=10)


def write():
    while True:
        kept.append(log.get())
        time.sleep(0.01)


def produce():
    while True:
        log.put("line")
        time.sleep(0.002)


for target in (produce, write):
    threading.Thread(target=target, name=target.__name__, daemon=True).start()
while True:
    time.sleep(0.1)
