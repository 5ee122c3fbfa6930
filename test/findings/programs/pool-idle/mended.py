# expect: none
import time
from multiprocessing.pool import ThreadPool


def fetch(page):
    time.sleep(0.02)
    return page


if __name__ == "__main__":
    with ThreadPool(4) as pool:
        pages = [pool.apply_async(fetch, (page,)) for page in range(8)]
        print(sum(page.get() for page in pages))
