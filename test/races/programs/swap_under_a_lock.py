# expect: none
import threading

low, high = 0, 10
lock = threading.Lock()


def work():
    global low, high
    for _ in range(30):
        with lock:
            low, high = high, low


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(low + high)
