# expect: data-race Job.state error
# expect: may lost-update Job.state
import queue, threading


class Job:
    def __init__(self):
        self.state = 0

    def advance(self):
        self.state = self.state + step()


def step():
    return 1


jobs = queue.Queue()


def work():
    jobs.get().advance()


thread = threading.Thread(target=work)
thread.start()
job = Job()
jobs.put(job)
job.advance()
thread.join()
print(job.state > 0)
