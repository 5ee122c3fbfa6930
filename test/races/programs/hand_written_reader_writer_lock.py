# expect: none
import threading


class ReaderWriterLock:
    def __init__(self):
        self.condition = threading.Condition()
        self.readers = 0

    def acquire_read(self):
        with self.condition:
            self.readers += 1

    def release_read(self):
        with self.condition:
            self.readers -= 1
            if not self.readers:
                self.condition.notify_all()

    def acquire_write(self):
        self.condition.acquire()
        while self.readers:
            self.condition.wait()

    def release_write(self):
        self.condition.release()


lock, value = ReaderWriterLock(), 0


def read():
    for _ in range(10):
        lock.acquire_read()
        print(value >= 0)
        lock.release_read()


def write():
    global value
    for _ in range(10):
        lock.acquire_write()
        value = value + 1
        lock.release_write()


threads = [threading.Thread(target=target) for target in (read, read, write, write)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(value)
