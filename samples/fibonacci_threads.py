"""Three threads compute Fibonacci numbers, and take as long as one: only the thread that has the GIL runs Python code.

Look at the GIL's track and at the dotted stretches of the lanes: ready to run, and waiting for the interpreter's lock.
`fibonacci_processes.py` is the same work in processes.
"""

import threading

NUMBERS = [26, 26, 26]


def fibonacci(number):
    return number if number < 2 else fibonacci(number - 1) + fibonacci(number - 2)


def main():
    results = {}

    def compute(place, number):
        results[place] = fibonacci(number)

    threads = [
        threading.Thread(target=compute, args=(place, number), name="fibonacci-%d" % place)
        for place, number in enumerate(NUMBERS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print([results[place] for place in range(len(NUMBERS))])


if __name__ == "__main__":
    main()
