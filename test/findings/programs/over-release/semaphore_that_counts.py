# expect: none
# A plain semaphore that starts at 0 counts what has arrived: more releases than acquires are its purpose.
import threading

arrived = threading.Semaphore(0)


def produce():
    for _ in range(3):
        arrived.release()


thread = threading.Thread(target=produce)
thread.start()
arrived.acquire()
thread.join()
