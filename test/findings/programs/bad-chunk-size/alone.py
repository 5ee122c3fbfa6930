# expect: none
import time
from multiprocessing.pool import ThreadPool

if __name__ == "__main__":
    with ThreadPool(3) as pool:
        for _ in pool.imap(time.sleep, [0.02] * 9):
            pass
