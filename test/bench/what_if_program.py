"""Items in a pool: python what_if_program.py KIND WORKERS ITEMS. `sleep` in threads; `compute` in processes, by CPU time."""

import sys
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

CPU_SECONDS = 0.02


def sleep(number):
    time.sleep(0.01 + 0.01 * (number % 4))


def compute(number):
    until = time.process_time() + CPU_SECONDS * (1 + number % 3)
    while time.process_time() < until:
        pass


def main(kind, workers, items):
    pool = (ThreadPoolExecutor if kind == "sleep" else ProcessPoolExecutor)(int(workers))
    with pool:
        list(pool.map(sleep if kind == "sleep" else compute, range(int(items))))


if __name__ == "__main__":
    main(*sys.argv[1:])
