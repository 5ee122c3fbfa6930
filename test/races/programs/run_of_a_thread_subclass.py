# expect: data-race Worker.finished error
# expect: may lost-update Worker.finished
import threading


def one():
    return 1


class Worker(threading.Thread):
    finished = 0

    def run(self):
        for _ in range(20):
            Worker.finished = Worker.finished + one()


workers = [Worker() for _ in range(3)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
print(Worker.finished > 0)
