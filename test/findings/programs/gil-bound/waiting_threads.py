# expect: none
import threading
import time


def fetch():
    for _ in range(4):
        time.sleep(0.05)
        sum(range(1000))


threads = [threading.Thread(target=fetch) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
