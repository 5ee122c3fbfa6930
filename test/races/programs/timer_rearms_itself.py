# expect: none
import threading


class Clock:
    def __init__(self, ticks):
        self.left = ticks
        self.beats = []
        self.over = threading.Event()

    def start(self):
        self.timer = threading.Timer(0.001, self.tick)
        self.timer.start()

    def tick(self):
        self.left -= 1
        self.beats.append(self.left)
        if self.left:
            self.start()
        else:
            self.over.set()


clock = Clock(8)
clock.start()
clock.over.wait()
clock.beats.append(clock.left)
print(clock.beats)
