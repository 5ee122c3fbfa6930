# expect: none
import threading


class Box:
    pass


box = Box()
lock = threading.Lock()


def work():
    for n in range(10):
        with lock:
            setattr(box, "last", n)


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(box.last)
