"""Three processes compute Fibonacci numbers side by side: each has an interpreter, and so a GIL, of its own.

`fibonacci_threads.py` is the same work in threads.
"""

import multiprocessing

NUMBERS = [26, 26, 26]


def fibonacci(number):
    return number if number < 2 else fibonacci(number - 1) + fibonacci(number - 2)


def compute(number, results):
    results.put(fibonacci(number))


def main():
    results = multiprocessing.Queue()
    processes = [
        multiprocessing.Process(target=compute, args=(number, results), name="fibonacci-%d" % place)
        for place, number in enumerate(NUMBERS)
    ]
    for process in processes:
        process.start()
    print([results.get() for _ in processes])
    for process in processes:
        process.join()


if __name__ == "__main__":
    main()
