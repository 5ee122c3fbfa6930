# expect: bad-chunk-size info chunks=3000 size=1
import multiprocessing


def double(number):
    return 2 * number


if __name__ == "__main__":
    with multiprocessing.Pool(2) as pool:
        print(sum(pool.map(double, range(3000), chunksize=1)))  # here
        pool.close()
        pool.join()
