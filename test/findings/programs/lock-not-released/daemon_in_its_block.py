# expect: none
import threading
import time

lock = threading.Lock()
is_in = threading.Event()


def work():
    with lock:
        is_in.set()
        time.sleep(60)


threading.Thread(target=work, daemon=True).start()
is_in.wait()  # and the program ends while the thread is inside
