# expect: none
# run: --stop-after 1.2
# exit: 124
import queue
import threading
import time

jobs = queue.Queue()


def produce():
    time.sleep(60)
    jobs.put(1)


threading.Thread(target=produce, daemon=True).start()
print(jobs.get())
