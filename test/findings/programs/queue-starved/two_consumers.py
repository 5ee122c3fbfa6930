# expect: queue-starved info consumers=2
import queue
import threading
import time

lines = queue.SimpleQueue()


def read():
    while lines.get() is not None:
        pass


readers = [threading.Thread(target=read, name="reader-%d" % n) for n in range(2)]
for reader in readers:
    reader.start()
for line in range(30):
    time.sleep(0.005)
    lines.put(line)  # here
for _ in readers:
    lines.put(None)
for reader in readers:
    reader.join()
