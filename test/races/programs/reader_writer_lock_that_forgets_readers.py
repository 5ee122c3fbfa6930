# expect: data-race value info
import threading

writing, value = threading.Lock(), 0


def read():
    for _ in range(10):
        print(value >= 0)


def write():
    global value
    for n in range(10):
        with writing:
            value = n


threads = [threading.Thread(target=target) for target in (read, write)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
