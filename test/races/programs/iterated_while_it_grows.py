# expect: data-race clients error
import threading

clients = {}


def join(n):
    for k in range(20):
        clients[n, k] = True


def count():
    for _ in range(20):
        try:
            total = 0
            for client in clients:
                total += 1
        except RuntimeError:
            pass


threads = [threading.Thread(target=join, args=(1,)), threading.Thread(target=count)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(clients))
