# expect: none
import threading


class Point:
    __slots__ = ("lock", "x")

    def __init__(self):
        self.lock = threading.Lock()
        self.x = 0

    def move(self):
        with self.lock:
            self.x = self.x + 1


point = Point()


def work():
    for _ in range(20):
        point.move()


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(point.x)
