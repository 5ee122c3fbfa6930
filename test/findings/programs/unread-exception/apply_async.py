# expect: unread-exception warning count=1 submitted=1
from multiprocessing.pool import ThreadPool


def fails():
    raise OSError("no route")


if __name__ == "__main__":
    pool = ThreadPool(2)
    pool.apply_async(fails)  # here
    pool.close()
    pool.join()
