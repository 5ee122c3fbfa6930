"""A mistake on purpose: every access is under the lock, and updates are lost all the same.

`add` takes the lock to read, lets it go, and takes it again to write. In between the value that it has read grows old. The lock
must be held from the read to the write. The barrier stands for bad luck: both have read when the first one writes.
"""

import threading

THREADS = 2
ADDITIONS = 20

total = 0
total_lock = threading.Lock()
both_compute = threading.Barrier(THREADS)


def add(amount):
    global total
    with total_lock:
        seen = total
    both_compute.wait()  # stands for computing something
    with total_lock:
        total = seen + amount


def add_many():
    for _ in range(ADDITIONS):
        add(1)


def main():
    threads = [threading.Thread(target=add_many, name="adder-%d" % number) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print("additions were lost" if total < THREADS * ADDITIONS else "no addition was lost, this time")


if __name__ == "__main__":
    main()
