# expect: none
import contextlib, threading

lock = threading.Lock()
value = 0


@contextlib.contextmanager
def transaction():
    lock.acquire()
    try:
        yield
    finally:
        lock.release()


def work():
    global value
    for _ in range(20):
        with transaction():
            value = value + 1


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(value)
