# expect: none
import threading


class Table:
    def __init__(self):
        self.ping, self.pong = threading.Event(), threading.Event()
        self.value = 0
        self.seen = []

    def left(self):
        for n in range(20):
            self.value = self.value + 1
            self.seen.append(self.value)
            self.ping.set()
            self.pong.wait()
            self.pong.clear()

    def right(self):
        for n in range(20):
            self.ping.wait()
            self.ping.clear()
            self.value = self.value * 2
            self.seen.append(self.value)
            self.pong.set()


table = Table()
other = threading.Thread(target=table.right)
other.start()
table.left()
other.join()
print(len(table.seen))
