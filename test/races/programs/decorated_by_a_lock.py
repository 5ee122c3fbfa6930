# expect: none
import functools, threading

lock = threading.Lock()
counter = 0


def locked(function):
    @functools.wraps(function)
    def inner(*args):
        with lock:
            return function(*args)

    return inner


@locked
def add(n):
    global counter
    counter = counter + n


def work():
    for _ in range(20):
        add(1)


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(counter)
