# expect: ignored lock-contention
# A comment on the line says that it is known, and why it may stay.
import threading
import time

printer = threading.Lock()
both_are_there = threading.Barrier(2)


def prints():
    both_are_there.wait()
    with printer:  # raceway: ignore[lock-contention] there is but one printer  # here
        time.sleep(0.05)


threads = [threading.Thread(target=prints) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
