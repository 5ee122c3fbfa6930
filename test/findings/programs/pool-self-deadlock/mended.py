# expect: none
# may: pool-idle
from concurrent.futures import ThreadPoolExecutor

pool = ThreadPoolExecutor(max_workers=2)


def size(folder):
    return len(folder)


def total(folder):
    return size(folder)  # called, not waited for


sums = [pool.submit(total, folder) for folder in ("a", "b")]
print([each.result() for each in sums])
