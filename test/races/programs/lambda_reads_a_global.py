# expect: data-race factor info
import threading

factor = 1
scale = lambda n: n * factor


def change():
    global factor
    factor = 3


threads = [threading.Thread(target=change), threading.Thread(target=lambda: print(scale(2) > 0))]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
