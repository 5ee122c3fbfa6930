# expect: data-race value info
import threading

done, value = threading.Event(), 0


def write():
    global value
    value = 5


def signal():
    done.set()


def read():
    done.wait()
    print(value >= 0)


threads = [threading.Thread(target=target) for target in (write, signal, read)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
