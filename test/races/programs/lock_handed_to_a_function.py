# expect: none
import threading

total = 0


def add(lock, n):
    global total
    with lock:
        total = total + n


guard = threading.RLock()
threads = [threading.Thread(target=add, args=(guard, n)) for n in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(total)
