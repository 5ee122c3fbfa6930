# expect: none
# run: --stop-after 1.2
# exit: 124
import queue
import threading

jobs = queue.Queue()


def serve():
    while True:
        jobs.get()


threading.Thread(target=serve, daemon=True).start()
jobs.put(1)
threading.Event().wait()  # until Ctrl-C, or a handler of a signal
