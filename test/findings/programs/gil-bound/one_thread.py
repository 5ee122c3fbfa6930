# expect: none
import threading
import time


def compute(seconds):
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        sum(range(1000))


thread = threading.Thread(target=compute, args=(0.3,))
thread.start()
thread.join()
