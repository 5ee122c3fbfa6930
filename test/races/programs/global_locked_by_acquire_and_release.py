# expect: none
import threading

counter = 0
lock = threading.Lock()


def work():
    global counter
    for _ in range(100):
        lock.acquire()
        try:
            seen = counter
            counter = seen + 1
        finally:
            lock.release()


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(counter)
