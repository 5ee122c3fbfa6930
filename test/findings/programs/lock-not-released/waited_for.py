# expect: lock-not-released error waits=1
# run: --stop-after 1.2
# exit: 124
import threading

lock = threading.Lock()


def take():
    lock.acquire()  # here


first = threading.Thread(target=take, daemon=True)
first.start()
first.join()
second = threading.Thread(target=take, daemon=True)
second.start()
second.join()
