# expect: none
import time
from multiprocessing.pool import ThreadPool

if __name__ == "__main__":
    with ThreadPool(2) as pool:
        for _ in range(5):
            pool.map(time.sleep, [0.02, 0.02], chunksize=1)
