# expect: none
import threading

lock = threading.Lock()
drawn = 0


def numbers():
    global drawn
    while True:
        drawn = drawn + 1
        yield drawn


source = numbers()


def work():
    for _ in range(20):
        with lock:
            next(source)


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(drawn)
