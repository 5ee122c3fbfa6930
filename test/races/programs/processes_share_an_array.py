# expect: none
"""Each process has an item of its own, whatever it calls the array."""

import multiprocessing


def first(numbers):
    for _ in range(20):
        numbers[0] += 1


def second(values):
    for _ in range(20):
        values[1] += 1


if __name__ == "__main__":
    shared = multiprocessing.Array("i", 2)
    processes = [multiprocessing.Process(target=work, args=(shared,)) for work in (first, second)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    print(list(shared))
