# expect: none
import queue
import threading

jobs = queue.Queue()
thrown = 0


def work():
    global thrown
    for n in range(20):
        jobs.put(n)
        with jobs.mutex:
            thrown += len(jobs.queue)
            jobs.queue.clear()


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(thrown)
