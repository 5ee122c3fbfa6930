# expect: lost-update error count=2 exact=true
# The read is locked, the write is locked, the way from one to the other is not.
import threading

counter = 0
lock = threading.Lock()
all_have_read = threading.Barrier(3)


def work():
    global counter
    with lock:
        seen = counter
    all_have_read.wait()
    with lock:
        counter = seen + 1  # here


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
