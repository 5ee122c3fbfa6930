"""A mistake on purpose: a permit is given back twice, and the bounded semaphore refuses.

`use` releases in its `except` clause and once more in its `finally` clause. A plain Semaphore would swallow that: its value
would grow past 2, and one day three threads would share two connections. The bounded one raises ValueError at the line at fault.
"""

import threading

connections = threading.BoundedSemaphore(2)


def use(connection):
    connections.acquire()
    try:
        raise ConnectionError("connection %d was reset" % connection)
    except ConnectionError as error:
        print(error)
        connections.release()
    finally:
        connections.release()  # too many: the permit is already back


def main():
    try:
        use(1)
    except ValueError as error:
        print("ValueError: %s" % error)


if __name__ == "__main__":
    main()
