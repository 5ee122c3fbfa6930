# expect: none
import threading


class Tally:
    def __init__(self):
        self.count = 0

    def add(self):
        self.count = self.count + 1


def work():
    for _ in range(50):
        tally = Tally()
        for _ in range(3):
            tally.add()


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("done")
