# expect: none
import time
from multiprocessing.pool import ThreadPool

if __name__ == "__main__":
    with ThreadPool(4) as pool:
        pool.map(time.sleep, [0.02] * 16, chunksize=4)
