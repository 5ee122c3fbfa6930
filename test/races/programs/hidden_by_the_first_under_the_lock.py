# expect: data-race state warning predicted
# Only where the second takes the lock before the first do the two come together.
import threading
import time

lock = threading.Lock()
state = "new"


def first():
    global state
    with lock:
        state = "first"


def second():
    global state
    time.sleep(0.05)
    with lock:
        pass
    state = state + " second"


threads = [threading.Thread(target=first), threading.Thread(target=second)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(state)
