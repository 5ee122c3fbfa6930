# expect: none
import threading
from typing import NamedTuple


class Version(NamedTuple):
    number: int
    names: tuple


class Model:
    def __init__(self):
        self.version = Version(0, ())
        self.lock = threading.Lock()

    def change(self, name):
        with self.lock:
            old = self.version
            self.version = old._replace(number=old.number + 1, names=old.names + (name,))

    def read(self):
        with self.lock:
            return self.version


model = Model()


def work():
    for n in range(20):
        model.change(n)
        version = model.read()
        assert version.number == len(version.names)


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(model.version.number)
