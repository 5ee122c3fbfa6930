# expect: none
from concurrent.futures import ThreadPoolExecutor


class Job:
    def __init__(self):
        self.state = 0


job = Job()


def work():
    job.state = job.state + 1


def finished(future):
    job.state = job.state + 1


with ThreadPoolExecutor(1) as pool:
    future = pool.submit(work)
    future.add_done_callback(finished)
print(job.state)
