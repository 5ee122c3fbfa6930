# expect: none
import threading
import time

lock = threading.Lock()
count, skipped = 0, threading.local()
waiting = []


def work():
    global count
    done = 0
    while done < 20:
        if lock.acquire(blocking=False):
            try:
                count += 1
                waiting.append(count)
            finally:
                lock.release()
            done += 1
        elif lock.acquire(timeout=0.01):
            count += 1
            lock.release()
            done += 1
        else:
            time.sleep(0)


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(count)
