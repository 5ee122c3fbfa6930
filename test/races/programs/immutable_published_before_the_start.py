# expect: none
import threading

config = None


def load():
    global config
    config = (3, 4)


def work():
    a, b = config
    print(b - a)


load()

threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
