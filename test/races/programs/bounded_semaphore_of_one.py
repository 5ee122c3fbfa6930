# expect: none
import threading

total, permit = 0, threading.BoundedSemaphore()


def work():
    global total
    for _ in range(20):
        permit.acquire()
        total = total + 1
        permit.release()


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(total)
