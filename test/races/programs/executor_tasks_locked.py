# expect: none
from concurrent.futures import ThreadPoolExecutor
import threading

total, lock = 0, threading.Lock()


def work(n):
    global total
    with lock:
        total = total + n


with ThreadPoolExecutor(3) as pool:
    list(pool.map(work, range(20)))
total = total + 1
print(total)
