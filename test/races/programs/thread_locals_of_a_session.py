# expect: none
import threading


class Session:
    def __init__(self):
        self.statements = []
        self.open = 0


class Registry(threading.local):
    def __init__(self):
        self.session = None
        self.count = 0

    def current(self):
        if self.session is None:
            self.session = Session()
        self.count += 1
        return self.session


registry = Registry()


def work():
    for n in range(20):
        session = registry.current()
        session.open += 1
        session.statements.append(n)
        session.open -= 1
    assert registry.count == 20
    registry.session = None


threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(registry.count)
