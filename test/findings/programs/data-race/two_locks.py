# expect: data-race error
# may: lost-update
# Each side takes a lock, but not the same one.
import threading

total = 0
read_lock = threading.Lock()
write_lock = threading.Lock()


def price():
    return 1


def add():
    global total
    for _ in range(20):
        with write_lock:
            total = total + price()  # here


def take():
    global total
    for _ in range(20):
        with read_lock:
            total = total - price()  # here


threads = [threading.Thread(target=add), threading.Thread(target=take)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
