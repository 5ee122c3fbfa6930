# expect: none
# The second looks under the lock whether the first has been there: in no other order does it come to its write.
import threading
import time

lock = threading.Lock()
state = "new"
is_there = False


def first():
    global state, is_there
    with lock:
        state = "first"
        is_there = True


def second():
    global state
    while True:
        with lock:
            if is_there:
                break
        time.sleep(0.001)
    state = state + " second"


threads = [threading.Thread(target=first), threading.Thread(target=second)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(state)
