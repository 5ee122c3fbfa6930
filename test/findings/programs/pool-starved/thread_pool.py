# expect: pool-starved info workers=3
import time
from multiprocessing.pool import ThreadPool


def ask(number):
    time.sleep(0.03)
    return number


if __name__ == "__main__":
    pool = ThreadPool(3)  # here
    asked = [pool.apply_async(ask, (number,)) for number in range(24)]
    print(sum(answer.get() for answer in asked))
    pool.close()
    pool.join()
