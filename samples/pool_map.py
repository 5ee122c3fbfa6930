"""A pool of two processes works off eight items with Pool.map, one item a chunk: each lane takes the next one when it is free."""

import multiprocessing
import time

ITEMS = [3, 1, 2, 1, 3, 1, 2, 1]


def bake(minutes):
    time.sleep(minutes * 0.01)
    return "%d-minute bread" % minutes


def main():
    with multiprocessing.Pool(2) as bakers:
        for bread in bakers.map(bake, ITEMS, chunksize=1):
            print(bread)
        bakers.close()
        bakers.join()


if __name__ == "__main__":
    main()
