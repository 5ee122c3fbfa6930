# expect: data-race config info
import threading

config = (1, 2)


def reload():
    global config
    config = (3, 4)


def work():
    a, b = config
    print(b - a)


threads = [threading.Thread(target=reload), threading.Thread(target=work)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
