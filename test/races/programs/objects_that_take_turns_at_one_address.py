# expect: none
import threading


class Row:
    __slots__ = ("fields", "size")

    def __init__(self):
        self.fields = []
        self.size = 0


def fill(row, seen):
    row.fields.append(1)
    seen["a"] = row.size
    row.size = seen["a"] + len(row.fields)


def work():
    for _ in range(200):
        fill(Row(), {})


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("done")
