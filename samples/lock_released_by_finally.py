"""The body raises, and the lock is free all the same.

Three ways to hold a lock: `with`, `acquire` with `try`/`finally`, and a try that does not wait. In each the work fails, and in
each the next one gets the lock at once: on its track all holds end, and nobody is blocked. (`acquire` stands *before* `try`: were
it inside and interrupted, `finally` would release what was never taken.)
"""

import threading

print_lock = threading.Lock()


def fail():
    raise ValueError("the printer is out of paper")


def with_statement():
    with print_lock:
        fail()


def try_finally():
    print_lock.acquire()
    try:
        fail()
    finally:
        print_lock.release()


def only_if_free():
    if not print_lock.acquire(blocking=False):
        return
    try:
        fail()
    finally:
        print_lock.release()


def main():
    for way in (with_statement, try_finally, only_if_free):
        try:
            way()
        except ValueError as error:
            print("%s: %s, lock held: %s" % (way.__name__, error, print_lock.locked()))


if __name__ == "__main__":
    main()
