# expect: straggler info workers=2
import multiprocessing
import time


def render(seconds):
    time.sleep(seconds)


if __name__ == "__main__":
    with multiprocessing.Pool(2) as pool:
        pool.map(render, [0.05, 0.05, 0.05, 0.05, 0.2], chunksize=1)  # here
        pool.close()
        pool.join()
