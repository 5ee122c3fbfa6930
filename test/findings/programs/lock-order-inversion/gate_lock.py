# expect: none
import threading
import time

table, left, right = threading.Lock(), threading.Lock(), threading.Lock()


def take(first, second, delay):
    time.sleep(delay)
    with table:  # with it nobody is ever in between the two others
        with first:
            with second:
                pass


threads = [
    threading.Thread(target=take, args=(left, right, 0)),
    threading.Thread(target=take, args=(right, left, 0.05)),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
