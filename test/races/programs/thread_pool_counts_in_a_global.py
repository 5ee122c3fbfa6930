# expect: data-race total error
# expect: may lost-update total
from multiprocessing.dummy import Pool
import threading

total = 0
both = threading.Barrier(2)


def one():
    return 1


def work(n):
    global total
    both.wait()
    total = total + one()


with Pool(2) as pool:
    pool.map(work, range(2), 1)
print(total > 0)
