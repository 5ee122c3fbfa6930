"""The template for every condition: wait in a loop, change the state under the lock, then notify.

    consumer: with c:                producer: with c:
                  while not state:                 state = ...
                      c.wait()                     c.notify()
                  use(state)

The loop is no ornament. `wait` may return although the state is not there (any more): another consumer was faster, or the
notify meant something else. Here the producer notifies twice for each parcel, so that the second notify finds nobody or wakes
the consumer for nothing, and the loop sends it back to sleep.
"""

import threading
import time

PARCELS = 5

shelf = []
shelf_changed = threading.Condition()
delivered = []


def deliver():
    for _ in range(PARCELS):
        with shelf_changed:
            while not shelf:
                shelf_changed.wait()
            delivered.append(shelf.pop())


def pack():
    for parcel in range(PARCELS):
        time.sleep(0.02)
        with shelf_changed:
            shelf.append(parcel)
            shelf_changed.notify()
        with shelf_changed:
            shelf_changed.notify()


def main():
    threads = [threading.Thread(target=deliver, name="driver"), threading.Thread(target=pack, name="packer")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print("delivered: %s" % delivered)


if __name__ == "__main__":
    main()
