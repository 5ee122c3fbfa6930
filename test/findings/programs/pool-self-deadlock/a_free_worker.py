# expect: none
# may: pool-idle pool-starved
from concurrent.futures import ThreadPoolExecutor

pool = ThreadPoolExecutor(max_workers=2)


def outer():
    return pool.submit(pow, 2, 10).result()  # the other worker computes it


print(pool.submit(outer).result())
