# expect: none
# run: --stop-after 1.2
# exit: 124
import threading

lock = threading.Lock()


def work():
    lock.acquire()
    timer = threading.Timer(60, lock.release)
    timer.daemon = True
    timer.start()
    lock.acquire()  # until the timer lets it go on


thread = threading.Thread(target=work, daemon=True)
thread.start()
thread.join()
