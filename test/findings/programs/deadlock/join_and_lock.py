# expect: deadlock error circle.length=2
# run: --stop-after 1.2
# exit: 124
import threading

state_lock = threading.Lock()
is_joined = threading.Event()


def work():
    is_joined.wait()
    with state_lock:  # here
        print("never")


worker = threading.Thread(target=work, daemon=True)
worker.start()
with state_lock:
    is_joined.set()
    worker.join()  # here
