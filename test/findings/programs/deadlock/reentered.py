# expect: none
import threading

lock = threading.RLock()


def inner():
    with lock:
        return 1


def outer():
    with lock:
        return inner() + inner()


threads = [threading.Thread(target=outer) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
