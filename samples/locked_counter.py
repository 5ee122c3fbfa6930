"""Four threads add to one counter, and a lock makes sure that no addition is lost.

Look at the lock's track: the holds stand one behind the other, never two at a time. Each thread is blocked (hatched) while
another one holds the lock, and because the slow part of the work is done *inside* `with`, four threads are no faster than one.
"""

import threading
import time

THREADS = 4
ADDITIONS = 25

counter = 0
counter_lock = threading.Lock()


def price_of_one():
    """Stands for a slow look-up."""
    time.sleep(0.001)
    return 1


def add_many():
    global counter
    for _ in range(ADDITIONS):
        with counter_lock:
            seen = counter
            counter = seen + price_of_one()


def main():
    threads = [threading.Thread(target=add_many, name="adder-%d" % number) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print("counter: %d of %d" % (counter, THREADS * ADDITIONS))


if __name__ == "__main__":
    main()
