# expect: pool-idle info workers=4 oneAtATime=true
import multiprocessing
import time


def fetch(page):
    time.sleep(0.03)
    return page


if __name__ == "__main__":
    with multiprocessing.Pool(4) as pool:
        for page in range(8):
            pool.apply(fetch, (page,))  # here
        pool.close()
        pool.join()
