# expect: none
# may: lock-not-released
# That rule tells of these waits: no shorter hold would have ended them.
# The thread that took the lock returns early and never gives it back.
import threading

lock = threading.Lock()


def forgets(items):
    lock.acquire()  # here
    if not items:
        return
    lock.release()


def wants():
    if lock.acquire(timeout=0.1):
        lock.release()


first = threading.Thread(target=forgets, args=([],))
first.start()
first.join()
others = [threading.Thread(target=wants) for _ in range(2)]
for thread in others:
    thread.start()
for thread in others:
    thread.join()
