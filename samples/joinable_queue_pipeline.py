"""Two processes in a row, each behind a JoinableQueue: one washes, the next dries; join() returns when all is done."""

import multiprocessing
import time

DISHES = ["plate-%d" % number for number in range(8)]


def wash(dirty, clean):
    while True:
        dish = dirty.get()
        if dish is not None:
            time.sleep(0.005)
            clean.put(dish)
        dirty.task_done()
        if dish is None:
            return


def dry(clean):
    while True:
        dish = clean.get()
        if dish is not None:
            time.sleep(0.01)
        clean.task_done()
        if dish is None:
            return


def main():
    dirty = multiprocessing.JoinableQueue()
    clean = multiprocessing.JoinableQueue()
    washer = multiprocessing.Process(target=wash, args=(dirty, clean), name="washer")
    dryer = multiprocessing.Process(target=dry, args=(clean,), name="dryer")
    washer.start()
    dryer.start()
    for dish in DISHES:
        dirty.put(dish)
    dirty.join()
    clean.join()
    dirty.put(None)
    clean.put(None)
    washer.join()
    dryer.join()
    print("%d dishes in the cupboard" % len(DISHES))


if __name__ == "__main__":
    main()
