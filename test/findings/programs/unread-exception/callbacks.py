# expect: none
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.pool import ThreadPool


def fails():
    raise OSError("no route")


def report(future):
    print(future.exception())


if __name__ == "__main__":
    with ThreadPoolExecutor(1) as pool:
        pool.submit(fails).add_done_callback(report)
    threads = ThreadPool(1)
    threads.apply_async(fails, error_callback=print)
    threads.close()
    threads.join()
