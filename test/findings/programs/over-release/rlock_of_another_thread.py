# expect: over-release error count=1
# An RLock belongs to the thread that took it.
import threading

lock = threading.RLock()


def cleans_up():
    try:
        lock.release()  # here
    except RuntimeError:
        pass


with lock:
    thread = threading.Thread(target=cleans_up)
    thread.start()
    thread.join()
