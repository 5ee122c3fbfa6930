# expect: stuck-lane warning count=2
# run: --stop-after 1.2
# exit: 124
import queue
import threading

jobs = queue.Queue()


def consume():
    while True:
        job = jobs.get()  # here
        if job is None:
            break
        print("job", job)


consumers = [threading.Thread(target=consume, daemon=True) for _ in range(3)]
for consumer in consumers:
    consumer.start()
for job in range(10):
    jobs.put(job)
jobs.put(None)  # one stop value, three consumers
for consumer in consumers:
    consumer.join()
