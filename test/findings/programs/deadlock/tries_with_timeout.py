# expect: none
# may: lock-order-inversion
import threading

left, right = threading.Lock(), threading.Lock()
both_have_one = threading.Barrier(2)
got_both = []


def take(first, second, patience):
    with first:
        both_have_one.wait()
        if second.acquire(timeout=patience):
            got_both.append(patience)
            second.release()


threads = [
    threading.Thread(target=take, args=(left, right, 0.05)),
    threading.Thread(target=take, args=(right, left, 0.4)),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
