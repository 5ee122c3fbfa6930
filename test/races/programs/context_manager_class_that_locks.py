# expect: none
import threading


class Guarded:
    def __init__(self):
        self.lock = threading.Lock()
        self.value = 0

    def __enter__(self):
        self.lock.acquire()
        return self

    def __exit__(self, *error):
        self.lock.release()


box = Guarded()


def work():
    for _ in range(20):
        with box:
            box.value = box.value + 1


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(box.value)
