# expect: lost-update counter
import threading

counter = 0
lock = threading.Lock()
gate = threading.Barrier(3)


def work():
    global counter
    with lock:
        seen = counter
    gate.wait()
    with lock:
        counter = seen + 1


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(counter)
