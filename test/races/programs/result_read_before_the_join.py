# expect: data-race Worker.result warning
import threading


class Worker(threading.Thread):
    result = None

    def run(self):
        self.result = 42


worker = Worker()
worker.start()
while worker.result is None:
    pass
print(worker.result)
worker.join()
