# expect: pool-self-deadlock error lanes.length=2
# run: --stop-after 1.2
# exit: any
import threading
from multiprocessing.pool import ThreadPool

pool = ThreadPool(2)
both_run = threading.Barrier(2)


def leaf(number):
    return number + 1


def branch(number):
    both_run.wait()
    return pool.apply_async(leaf, (number,)).get()  # here


print(pool.map(branch, [1, 2], chunksize=1))
