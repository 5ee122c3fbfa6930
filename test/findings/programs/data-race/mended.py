# expect: none
import threading

counter = 0
lock = threading.Lock()


def price():
    return 1


def work():
    global counter
    for _ in range(100):
        with lock:  # one lock, at every access
            counter = counter + price()


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("expected 300, got", counter)
