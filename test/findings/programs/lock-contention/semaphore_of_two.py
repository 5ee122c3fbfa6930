# expect: lock-contention info lanes=4 count=4
# Six want one of two permits, which are given back only after a long use.
import threading
import time

slots = threading.Semaphore(2)
all_there = threading.Barrier(6)


def use():
    all_there.wait()
    with slots:  # here
        time.sleep(0.03)


threads = [threading.Thread(target=use) for _ in range(6)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
