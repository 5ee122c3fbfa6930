# expect: none
import time
from multiprocessing.pool import ThreadPool


def work(seconds):
    time.sleep(seconds)
    return seconds


if __name__ == "__main__":
    with ThreadPool(4) as pool:
        for _ in pool.imap_unordered(work, [0.3, 0.02, 0.02, 0.02]):
            time.sleep(0.1)
