# expect: none
import threading
import time


class Job:
    def __init__(self):
        self.lock = threading.Lock()
        self.state = "new"
        self.result = None

    def run(self):
        value = sum(range(1000))
        with self.lock:
            self.result = [value]
            self.state = "done"

    def wait(self):
        while True:
            with self.lock:
                if self.state == "done":
                    break
            time.sleep(0.0005)
        self.result.append(1)
        return self.result


jobs = [Job() for _ in range(4)]
threads = [threading.Thread(target=job.run) for job in jobs]
for thread in threads:
    thread.start()
print([job.wait() for job in jobs])
for thread in threads:
    thread.join()
