# expect: data-race jobs error
import threading

jobs = list(range(30))


def work():
    while len(jobs) > 0:
        try:
            jobs.pop()
        except IndexError:
            break


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(jobs)
