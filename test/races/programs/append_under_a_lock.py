# expect: none
import threading

log, lock = [], threading.Lock()


def work():
    for n in range(20):
        with lock:
            log.append(n)


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(log))
