# expect: none
import threading, time

ready, value, lock = False, 0, threading.Lock()


def make():
    global ready, value
    value = 42
    with lock:
        ready = True


def use():
    while True:
        with lock:
            if ready:
                break
        time.sleep(0.001)
    print(value)


threads = [threading.Thread(target=make), threading.Thread(target=use)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
