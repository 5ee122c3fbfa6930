# expect: data-race processed error
# expect: may lost-update processed
import queue, threading

jobs, processed = queue.Queue(), 0


def one():
    return 1


def work():
    global processed
    while True:
        job = jobs.get()
        if job is None:
            break
        processed = processed + one()


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for n in range(30):
    jobs.put(n)
for _ in threads:
    jobs.put(None)
for thread in threads:
    thread.join()
print(processed > 0)
