# expect: none
import threading
import time

left, right = threading.Lock(), threading.Lock()


def patient():
    with left:
        with right:
            pass


def polite():
    time.sleep(0.05)
    with right:
        if left.acquire(timeout=0.1):  # gives up, so nobody waits for ever
            left.release()


threads = [threading.Thread(target=target) for target in (patient, polite)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
