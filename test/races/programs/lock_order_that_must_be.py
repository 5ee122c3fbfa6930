# expect: none
import threading

value, ready, lock = 0, False, threading.Lock()


def first():
    global value, ready
    value = 1
    with lock:
        ready = True


def second():
    global value
    while True:
        with lock:
            if ready:
                break
    value = 2


threads = [threading.Thread(target=first), threading.Thread(target=second)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(value)
