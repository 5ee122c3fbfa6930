# expect: data-race total error
# expect: may lost-update total
import threading

total, permits = 0, threading.Semaphore(3)


def one():
    return 1


def work():
    global total
    for _ in range(20):
        with permits:
            total = total + one()


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(total > 0)
