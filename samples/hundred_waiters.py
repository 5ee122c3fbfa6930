"""A hundred threads stand before one lock that the main thread holds.

The picture is a wall: all hundred lanes are blocked, each waits for MainThread. When it lets go they pass one by one. Exactly a
hundred acquires were contended, and the first one, the main thread's, was not.
"""

import threading
import time

THREADS = 100

gate = threading.Lock()
arrived = []
passed = []


def pass_through(number):
    arrived.append(number)
    with gate:
        passed.append(number)


def main():
    threads = [
        threading.Thread(target=pass_through, args=(number,), name="waiter-%d" % number) for number in range(THREADS)
    ]
    with gate:
        for thread in threads:
            thread.start()
        while len(arrived) < THREADS:
            time.sleep(0.01)
        time.sleep(0.3)  # the last one has arrived; let it reach the gate
    for thread in threads:
        thread.join()
    print("passed: %d" % len(passed))


if __name__ == "__main__":
    main()
