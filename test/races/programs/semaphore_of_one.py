# expect: none
import threading

total, permit = 0, threading.Semaphore(1)


def work():
    global total
    for _ in range(20):
        with permit:
            total = total + 1


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(total)
