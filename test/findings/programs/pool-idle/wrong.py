# expect: pool-idle info workers=4 oneAtATime=true
import time
from multiprocessing.pool import ThreadPool


def fetch(page):
    time.sleep(0.02)
    return page


if __name__ == "__main__":
    with ThreadPool(4) as pool:
        total = 0
        for page in range(8):
            total += pool.apply_async(fetch, (page,)).get()  # here
        print(total)
