# expect: data-race log info
import threading

log = []


def work():
    for n in range(20):
        log.append(n)


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(log))
