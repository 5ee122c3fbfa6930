# expect: lock-contention info convoy.lanes=4
# Four want the lock again as soon as they have given it back: it is never free, and they go no faster than one of them.
import threading
import time

table = threading.Lock()
all_there = threading.Barrier(4)


def work():
    all_there.wait()
    for _ in range(6):
        with table:  # here
            time.sleep(0.006)
        time.sleep(0.001)


threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
