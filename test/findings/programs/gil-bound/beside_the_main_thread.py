# expect: gil-bound info count=2
# retry: on a busy machine nobody can tell waiting for the GIL from waiting for a processor
import threading
import time


def compute(seconds):
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        sum(range(1000))


thread = threading.Thread(target=compute, args=(0.3,))
thread.start()  # here
compute(0.3)
thread.join()
