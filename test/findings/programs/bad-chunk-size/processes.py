# expect: bad-chunk-size info size=5
import time
from concurrent.futures import ProcessPoolExecutor


def compute(number):
    time.sleep(0.05)
    return number


if __name__ == "__main__":
    with ProcessPoolExecutor(2) as pool:
        print(sum(pool.map(compute, range(6), chunksize=5)))  # here
