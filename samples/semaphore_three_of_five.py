"""Five guests, three seats: a semaphore lets three in and makes two wait.

Look at the value on the semaphore's track: 3, 2, 1, 0, and it stays at 0 while two threads are blocked. The moment one guest
leaves, the edge from its release leads to the guest who was let in.
"""

import threading
import time

GUESTS = 5

seats = threading.Semaphore(3)
seated = []


def visit(guest):
    with seats:
        seated.append(guest)
        time.sleep(0.3)


def main():
    threads = [threading.Thread(target=visit, args=(guest,), name="guest-%d" % guest) for guest in range(GUESTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print("guests seated: %s" % sorted(seated))


if __name__ == "__main__":
    main()
