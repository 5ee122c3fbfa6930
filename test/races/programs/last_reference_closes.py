# expect: none
import threading


class Page:
    def __init__(self, n):
        self.n = n
        self.state = "open"

    def touch(self):
        return self.state

    def __del__(self):
        self.state = "closed"
        self.n = None


class Shelf:
    def __init__(self):
        self.lock = threading.Lock()
        self.page = Page(0)

    def turn(self):
        with self.lock:
            self.page = Page(self.page.n + 1)

    def current(self):
        with self.lock:
            return self.page


shelf = Shelf()


def work():
    for _ in range(20):
        page = shelf.current()
        page.touch()
        shelf.turn()


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(shelf.page.n)
