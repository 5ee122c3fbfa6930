# expect: data-race processed error
# expect: may lost-update processed
import queue, threading

jobs, processed = queue.Queue(), 0
each_has_one = threading.Barrier(3)


def one():
    return 1


def work():
    global processed
    job = jobs.get()
    each_has_one.wait()
    while job is not None:
        processed = processed + one()
        job = jobs.get()


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
