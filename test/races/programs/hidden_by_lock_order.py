# expect: data-race value warning predicted
import threading

value, other, lock = 0, 0, threading.Lock()


def first():
    global value, other
    value = 1
    with lock:
        other = 1


def second():
    global value, other
    with lock:
        other = 2
    value = 2


one = threading.Thread(target=first)
one.start()
import time

time.sleep(0.05)
two = threading.Thread(target=second)
two.start()
one.join()
two.join()
print(value)
