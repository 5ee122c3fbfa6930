# expect: none
# run: --stop-after 1.2
# exit: 124
import threading
import time

lock = threading.Lock()
lock.acquire()
time.sleep(60)  # an interrupt comes here, and tells nothing about the lock
lock.release()
