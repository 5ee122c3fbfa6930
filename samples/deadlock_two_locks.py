"""A mistake on purpose: two threads take the same two locks in opposite order, and both wait for ever.

Each philosopher holds one fork and wants the other's. The barrier makes sure that it happens every time; without it the program
would hang once in a while, which is worse. It never ends by itself: press Ctrl-C, or trace it with `--stop-after 2`.
`two_locks_nested.py` shows the cure: one order for everybody.
"""

import threading

left_fork = threading.Lock()
right_fork = threading.Lock()
both_hold_one = threading.Barrier(2)


def dine(first, second):
    with first:
        both_hold_one.wait()
        with second:
            print("never reached")


def main():
    threads = [
        threading.Thread(target=dine, args=(left_fork, right_fork), name="plato", daemon=True),
        threading.Thread(target=dine, args=(right_fork, left_fork), name="kant", daemon=True),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main()
