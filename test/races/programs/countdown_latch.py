# expect: none
import threading


class Latch:
    def __init__(self, count):
        self.count = count
        self.changed = threading.Condition(threading.Lock())

    def count_down(self):
        with self.changed:
            self.count -= 1
            if self.count == 0:
                self.changed.notify_all()

    def wait(self):
        with self.changed:
            while self.count > 0:
                self.changed.wait()


latch = Latch(3)
parts = [[], [], []]


def work(n):
    for k in range(5):
        parts[n].append(k * n)
    latch.count_down()


threads = [threading.Thread(target=work, args=(n,), daemon=True) for n in range(3)]
for thread in threads:
    thread.start()
latch.wait()
for part in parts:
    part.append(len(part))
parts.append([])
print(parts)
for thread in threads:
    thread.join()
