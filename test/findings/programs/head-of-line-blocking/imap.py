# expect: head-of-line-blocking info count=3
import time
from multiprocessing.pool import ThreadPool


def work(seconds):
    time.sleep(seconds)
    return seconds


if __name__ == "__main__":
    with ThreadPool(4) as pool:
        for _ in pool.imap(work, [0.3, 0.02, 0.02, 0.02]):  # here
            time.sleep(0.1)
