# expect: data-race Base.seen error
# expect: may lost-update Base.seen
import threading


def one():
    return 1


class Base:
    def __init__(self):
        self.seen = 0

    def note(self):
        self.seen = self.seen + one()


class Child(Base):
    def work(self):
        for _ in range(20):
            self.note()


child = Child()
threads = [threading.Thread(target=child.work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(child.seen > 0)
