# expect: none
import queue, threading


class Job:
    def __init__(self):
        self.n = 0


jobs = queue.SimpleQueue()


def work():
    for _ in range(5):
        job = jobs.get()
        job.n = job.n + 1


thread = threading.Thread(target=work)
thread.start()
for _ in range(5):
    job = Job()
    job.n = 7
    jobs.put(job)
thread.join()
print("done")
