# expect: none
import threading, time

stopping, lock = False, threading.Lock()


def is_stopping():
    with lock:
        return stopping


def work():
    while not is_stopping():
        time.sleep(0.001)


def stop():
    global stopping
    with lock:
        stopping = True


thread = threading.Thread(target=work)
thread.start()
stop()
thread.join()
