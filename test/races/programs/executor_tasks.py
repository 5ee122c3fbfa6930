# expect: data-race total error
# expect: may lost-update total
from concurrent.futures import ThreadPoolExecutor
import threading

total = 0
both = threading.Barrier(2)


def one():
    return 1


def work(n):
    global total
    both.wait()
    for _ in range(20):
        total = total + one()


with ThreadPoolExecutor(2) as pool:
    list(pool.map(work, range(2)))
print(total > 0)
