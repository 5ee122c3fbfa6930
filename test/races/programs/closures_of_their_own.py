# expect: none
import threading


def make():
    count = 0

    def work():
        nonlocal count
        for _ in range(20):
            count = count + 1

    return work


threads = [threading.Thread(target=make()) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("done")
