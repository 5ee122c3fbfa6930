# expect: none
import threading

value, ready = 0, threading.Semaphore(0)


def make():
    global value
    value = 42
    ready.release()


def use():
    global value
    ready.acquire()
    value = value + 1


threads = [threading.Thread(target=use), threading.Thread(target=make)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(value)
