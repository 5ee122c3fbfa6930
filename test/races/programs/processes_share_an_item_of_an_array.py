# expect: data-race numbers[] error
"""One item of an array that two processes change."""

import multiprocessing


def first(numbers):
    for _ in range(20):
        numbers[1] += 1


def second(numbers):
    for _ in range(20):
        numbers[1] += 1


if __name__ == "__main__":
    shared = multiprocessing.Array("i", 2)
    processes = [multiprocessing.Process(target=work, args=(shared,)) for work in (first, second)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    print(shared[1] > 0)
