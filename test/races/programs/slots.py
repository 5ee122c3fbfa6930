# expect: data-race Point.x error
# expect: may lost-update Point.x
import threading


def one():
    return 1


class Point:
    __slots__ = ("x", "__weakref__")

    def __init__(self):
        self.x = 0

    def move(self):
        self.x = self.x + one()


point = Point()


def work():
    for _ in range(20):
        point.move()


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(point.x > 0)
