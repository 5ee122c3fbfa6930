# expect: data-race left info contract guard=lock
# The look outside of the lock only saves the way: what decides is the one inside.
import threading

lock = threading.Lock()
left = 3


def work():
    global left
    for _ in range(5):
        if left > 0:
            with lock:
                if left > 0:
                    left -= 1


threads = [threading.Thread(target=work) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(left)
