# expect: bad-chunk-size info chunks=3 size=4
import time
from multiprocessing.pool import ThreadPool

SECONDS = [0.08] * 4 + [0.002] * 8

if __name__ == "__main__":
    with ThreadPool(3) as pool:
        pool.map(time.sleep, SECONDS, chunksize=4)  # here
