# expect: none
import threading


class Screen:
    def __init__(self):
        self.front, self.back = [0] * 4, [0] * 4
        self.drawn, self.shown = threading.Semaphore(0), threading.Semaphore(1)
        self.frames = 0

    def draw(self):
        for frame in range(12):
            for n in range(4):
                self.back[n] = frame + n
            self.shown.acquire()
            self.front, self.back = self.back, self.front
            self.frames += 1
            self.drawn.release()

    def show(self):
        total = 0
        for _ in range(12):
            self.drawn.acquire()
            total += sum(self.front) + self.front[0]
            self.shown.release()
        print(total)


screen = Screen()
threads = [threading.Thread(target=screen.draw), threading.Thread(target=screen.show)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(screen.frames)
