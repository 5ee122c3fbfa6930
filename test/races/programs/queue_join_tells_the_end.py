# expect: none
import queue, threading

jobs, total = queue.Queue(), 0


def work():
    global total
    while True:
        n = jobs.get()
        total = total + n
        jobs.task_done()


threading.Thread(target=work, daemon=True).start()
for n in range(10):
    jobs.put(n)
jobs.join()
total = total + 1
print(total)
