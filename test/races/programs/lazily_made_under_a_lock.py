# expect: none
import threading


class Settings:
    _lock = threading.Lock()
    _only = None
    _loads = 0

    @classmethod
    def only(cls):
        with cls._lock:
            if cls._only is None:
                cls._only = cls()
                cls._loads += 1
            return cls._only

    def __init__(self):
        self.values = {"a": 1}
        self.read = 0
        self.lock = threading.Lock()

    def __getitem__(self, key):
        with self.lock:
            self.read += 1
            return self.values[key]


def work():
    for _ in range(20):
        assert Settings.only()["a"] == 1


threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(Settings.only().read)
