# expect: bad-chunk-size info chunks=3 size=6
import time
from multiprocessing.pool import ThreadPool


def fetch(page):
    time.sleep(0.02)
    return page


if __name__ == "__main__":
    with ThreadPool(4) as pool:
        print(sum(pool.map(fetch, range(16), chunksize=6)))  # here
