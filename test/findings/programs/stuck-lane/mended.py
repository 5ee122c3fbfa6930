# expect: none
import queue
import threading

jobs = queue.Queue()


def consume():
    while True:
        job = jobs.get()
        if job is None:
            break
        print("job", job)


consumers = [threading.Thread(target=consume, daemon=True) for _ in range(3)]
for consumer in consumers:
    consumer.start()
for job in range(10):
    jobs.put(job)
for _ in consumers:
    jobs.put(None)  # one for each
for consumer in consumers:
    consumer.join()
