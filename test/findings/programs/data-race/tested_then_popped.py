# expect: data-race error
# expect: data-race info atomic=contract
# may: lost-update
# Between the test and the pop another thread may have taken the last one.
import threading

jobs = list(range(6))


def work():
    for _ in range(2):
        if jobs:
            jobs.pop()  # here


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
