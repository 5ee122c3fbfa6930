"""Twelve items go to two worker processes in three chunks of four: fewer trips, but one of them has nothing to do at the end."""

import multiprocessing
import time


def square(number):
    time.sleep(0.005)
    return number * number


def main():
    with multiprocessing.Pool(2) as squarers:
        print(squarers.map(square, range(12), chunksize=4))
        squarers.close()
        squarers.join()


if __name__ == "__main__":
    main()
