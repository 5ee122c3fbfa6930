# expect: bad-chunk-size info chunks=1 size=12
import time
from multiprocessing.pool import ThreadPool


def fetch(page):
    time.sleep(0.02)
    return page


if __name__ == "__main__":
    with ThreadPool(3) as pool:
        print(sum(pool.map(fetch, range(12), chunksize=12)))  # here
