# expect: none
# run: --stop-after 1.2
# exit: 124
import threading
import time

changed = threading.Condition()
items = [1, 2, 3]


def consume():
    while True:
        with changed:
            while not items:
                changed.wait()  # nothing is lost: it has taken all there is
            items.pop()


with changed:
    changed.notify()  # nobody waits yet, and need not
threading.Thread(target=consume, daemon=True).start()
time.sleep(60)
