# expect: data-race counter warning luck guard=lock
import threading

counter = 0
lock = threading.Lock()


def careful():
    global counter
    for _ in range(20):
        with lock:
            counter += 1


def careless():
    global counter
    counter += 1


threads = [threading.Thread(target=target) for target in (careful, careful, careful, careless)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(counter)
