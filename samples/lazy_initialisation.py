"""Harmless: whoever first needs the table makes it, and two threads may both make one.

The second table replaces the first, which nobody misses: both say the same. Nothing is reported as lost; the race
itself is told as a warning, for if making it had effects (a connection, a file) it would take a lock.
"""

import threading
import time

READERS = 3

table = None


def make_table():
    """Stands for a slow start."""
    time.sleep(0.002)
    return {number: number * number for number in range(10)}


def read(number, answers):
    global table
    if table is None:
        table = make_table()
    answers.append(table[number])


def main():
    answers = []
    readers = [
        threading.Thread(target=read, args=(number, answers), name="reader-%d" % number) for number in range(READERS)
    ]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    print(sorted(answers))


if __name__ == "__main__":
    main()
