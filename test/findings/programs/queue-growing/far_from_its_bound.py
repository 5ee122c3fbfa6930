# expect: queue-growing warning bound=10000
import queue
import threading
import time

frames = queue.Queue(maxsize=10000)  # here


def show():
    while True:
        frames.get()
        time.sleep(0.008)


threading.Thread(target=show, name="show", daemon=True).start()
until = time.monotonic() + 0.6
while time.monotonic() < until:
    frames.put(1)
    frames.put(2)
    time.sleep(0.004)
