"""The same interface as a pool of processes, with threads: good for work that waits, useless for work that computes."""

import time
from multiprocessing.pool import ThreadPool


def knock(door):
    time.sleep(0.01)
    return "nobody at %d" % door


def main():
    with ThreadPool(3) as postmen:
        for answer in postmen.map(knock, range(6), chunksize=1):
            print(answer)
        postmen.close()
        postmen.join()


if __name__ == "__main__":
    main()
