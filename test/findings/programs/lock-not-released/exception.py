# expect: lock-not-released error
import threading

total_lock = threading.Lock()
threading.excepthook = lambda args: None


def add(text):
    total_lock.acquire()  # here
    number = int(text)  # raises
    total_lock.release()
    return number


thread = threading.Thread(target=add, args=("seven",))
thread.start()
thread.join()
