# expect: none
import queue, threading


class Job:
    def __init__(self, n):
        self.n = n
        self.result = None


jobs, done = queue.Queue(), queue.Queue()


def work():
    while True:
        job = jobs.get()
        if job is None:
            break
        job.result = job.n * 2
        done.put(job)


thread = threading.Thread(target=work)
thread.start()
for n in range(5):
    jobs.put(Job(n))
for _ in range(5):
    job = done.get()
    job.result = job.result + 1
jobs.put(None)
thread.join()
print("done")
