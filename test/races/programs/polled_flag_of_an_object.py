# expect: data-race Worker.running warning polled-flag
import threading, time


class Worker:
    def __init__(self):
        self.running = True
        self.thread = threading.Thread(target=self.work)

    def work(self):
        while self.running:
            time.sleep(0.001)

    def stop(self):
        self.running = False
        self.thread.join()


worker = Worker()
worker.thread.start()
time.sleep(0.01)
worker.stop()
