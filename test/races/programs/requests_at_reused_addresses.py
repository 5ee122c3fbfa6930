# expect: none
import threading


class Request:
    __slots__ = ("path", "headers", "count")

    def __init__(self, path):
        self.path = path
        self.headers = {}
        self.count = 0

    def handle(self):
        self.count += 1
        self.headers["length"] = self.count
        self.headers["seen"] = self.headers.get("length") + 1
        self.count = self.count + self.headers["seen"]
        return self.count


def work():
    for n in range(60):
        Request("/%d" % n).handle()


threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("done")
