"""A mistake on purpose: four threads add to one counter without a lock, and additions are lost.

Between reading the counter and writing it back each thread looks up a price. Meanwhile the others read the same old value, and
whoever writes last wipes out what the others added. No track, no holds: nothing in the picture orders the threads.
`locked_counter.py` is the same program mended.
"""

import threading
import time

THREADS = 4
ADDITIONS = 25

counter = 0


def price_of_one():
    """Stands for a slow look-up."""
    time.sleep(0.001)
    return 1


def add_many():
    global counter
    for _ in range(ADDITIONS):
        seen = counter  # what others write from here on is lost
        counter = seen + price_of_one()


def main():
    threads = [threading.Thread(target=add_many, name="adder-%d" % number) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print("additions were lost" if counter < THREADS * ADDITIONS else "no addition was lost, this time")


if __name__ == "__main__":
    main()
