# expect: over-release error count=2
# Stops twice; only the first time somebody had started.
import threading

running = threading.Lock()


def start():
    running.acquire()


def stop():
    try:
        running.release()  # here
    except RuntimeError:
        pass


start()
stop()
stop()
stop()
