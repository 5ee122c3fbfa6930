# expect: gil-bound info
# retry: on a busy machine nobody can tell waiting for the GIL from waiting for a processor
import time
from concurrent.futures import ThreadPoolExecutor


def compute(seconds):  # here
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        sum(range(1000))


with ThreadPoolExecutor(3) as pool:
    print(list(pool.map(compute, [0.2] * 3)))
