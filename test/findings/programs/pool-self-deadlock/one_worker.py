# expect: pool-self-deadlock error lanes.length=1
# run: --stop-after 1.2
# exit: 124
from concurrent.futures import ThreadPoolExecutor

pool = ThreadPoolExecutor(max_workers=1)


def outer():
    return pool.submit(pow, 2, 10).result()  # here


print(pool.submit(outer).result())
