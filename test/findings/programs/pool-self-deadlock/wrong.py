# expect: pool-self-deadlock error lanes.length=2
# run: --stop-after 1.2
# exit: 124
import threading
from concurrent.futures import ThreadPoolExecutor

pool = ThreadPoolExecutor(max_workers=2)
both_run = threading.Barrier(2)


def size(folder):
    return len(folder)


def total(folder):
    both_run.wait()
    inner = pool.submit(size, folder)
    return inner.result()  # here


sums = [pool.submit(total, folder) for folder in ("a", "b")]
print([each.result() for each in sums])
