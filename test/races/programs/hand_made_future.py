# expect: none
from concurrent.futures import Future
import threading

value, promise = 0, Future()


def make():
    global value
    value = 42
    promise.set_result(None)


thread = threading.Thread(target=make)
thread.start()
promise.result()
value = value + 1
print(value)
thread.join()
