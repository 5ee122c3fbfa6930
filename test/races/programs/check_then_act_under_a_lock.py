# expect: none
import threading

jobs, lock = list(range(30)), threading.Lock()


def work():
    while True:
        with lock:
            if not jobs:
                return
            jobs.pop()


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(jobs)
