# expect: gil-bound info count=3 lanes.length=3
# retry: on a busy machine nobody can tell waiting for the GIL from waiting for a processor
import threading
import time


def compute(seconds):
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        sum(range(1000))


threads = [threading.Thread(target=compute, args=(0.2,)) for _ in range(3)]
for thread in threads:
    thread.start()  # here
for thread in threads:
    thread.join()
