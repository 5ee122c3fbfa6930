# expect: lock-not-released error
import threading

lock = threading.Lock()


def work():
    lock.acquire()  # here


thread = threading.Thread(target=work)
thread.start()
thread.join()
