# expect: none
import queue, threading

jobs = queue.PriorityQueue()
shared = {n: 0 for n in range(6)}


def work():
    while True:
        priority, n = jobs.get()
        if n is None:
            break
        shared[n] = shared[n] + priority


for n in range(6):
    shared[n] = n
    jobs.put((6 - n, n))
jobs.put((99, None))
thread = threading.Thread(target=work)
thread.start()
thread.join()
print(shared)
