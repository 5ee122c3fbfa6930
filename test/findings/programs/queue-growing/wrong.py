# expect: queue-growing warning bound=null
# may: queue-unfinished-tasks stuck-lane
import queue
import threading
import time

readings = queue.Queue()  # here


def store():
    while True:
        readings.get()
        time.sleep(0.004)


threading.Thread(target=store, name="store", daemon=True).start()
until = time.monotonic() + 0.6
while time.monotonic() < until:
    readings.put(time.monotonic())
    time.sleep(0.001)
