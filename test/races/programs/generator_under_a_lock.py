# expect: none
import threading


def numbers():
    last = state["last"]
    while True:
        last += 1
        state["last"] = last
        yield last


class Locked:
    def __init__(self, source):
        self.source, self.lock = source, threading.Lock()

    def __iter__(self):
        return self

    def __next__(self):
        with self.lock:
            return next(self.source)


state = {"last": 0}
shared = Locked(numbers())


def work():
    for n in shared:
        if n > 60:
            return


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(state["last"] > 60)
