# expect: none
import multiprocessing
import time


def compute(seconds):
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        sum(range(1000))


if __name__ == "__main__":
    processes = [multiprocessing.Process(target=compute, args=(0.2,)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
