# expect: none
# run: --stop-after 0.7
# exit: 124
import threading
import time

lock = threading.Lock()
lock.acquire()
time.sleep(60)  # an interrupt comes here, and tells nothing about the lock
lock.release()
