# expect: none
import threading

clients, lock = {}, threading.Lock()


def join(n):
    for k in range(20):
        with lock:
            clients[n, k] = True


def count():
    for _ in range(20):
        with lock:
            copy = list(clients)
        for client in copy:
            pass


threads = [threading.Thread(target=join, args=(1,)), threading.Thread(target=count)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(clients))
