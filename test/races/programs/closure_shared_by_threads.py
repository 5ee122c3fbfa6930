# expect: data-race count error
# expect: may lost-update count
import threading


def one():
    return 1


def make():
    count = 0

    def work():
        nonlocal count
        for _ in range(20):
            count = count + one()
        return count

    return work


shared = make()
threads = [threading.Thread(target=shared) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(shared() > 0)
