# expect: lock-order-inversion warning
import threading

left, right = threading.Lock(), threading.Lock()


def take(first, second):
    with first:
        with second:  # here
            pass


# The first may be over before the second begins; nothing makes that sure.
threads = [threading.Thread(target=take, args=order) for order in ((left, right), (right, left))]
for thread in threads:
    thread.start()
    while thread.ident is None:
        pass
for thread in threads:
    thread.join()
