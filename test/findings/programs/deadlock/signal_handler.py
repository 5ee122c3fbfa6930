# expect: none
# run: --stop-after 1.2
# exit: 124
import signal
import threading


def run():
    done = threading.Lock()
    done.acquire()
    signal.signal(signal.SIGTERM, lambda *_: done.release())
    done.acquire()  # until somebody ends the server


run()
