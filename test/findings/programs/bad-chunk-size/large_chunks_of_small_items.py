# expect: none
import multiprocessing


def double(number):
    return 2 * number


if __name__ == "__main__":
    with multiprocessing.Pool(2) as pool:
        print(sum(pool.map(double, range(3000))))
        pool.close()
        pool.join()
