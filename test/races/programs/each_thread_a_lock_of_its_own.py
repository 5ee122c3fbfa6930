# expect: data-race total error
# expect: may lost-update total
import threading

total = 0


def half(n):
    return n // 2


def work():
    global total
    lock = threading.Lock()
    for n in range(20):
        with lock:
            total = total + half(n)


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(total > 0)
