# expect: none
# Who takes an object out under the lock has it for itself, in whichever order the lock is taken.
import collections
import threading
import time


class Job:
    def __init__(self):
        self.steps = 0

    def prepare(self):
        self.steps = self.steps + 1


lock = threading.Lock()
jobs = collections.deque()


def produce():
    for _ in range(3):
        job = Job()
        job.prepare()
        with lock:
            jobs.append(job)


def consume():
    taken = 0
    while taken < 3:
        with lock:
            try:
                job = jobs.popleft()
            except IndexError:
                job = None
        if job is None:
            time.sleep(0.001)
            continue
        job.prepare()
        taken += 1


threads = [threading.Thread(target=produce), threading.Thread(target=consume)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("done")
