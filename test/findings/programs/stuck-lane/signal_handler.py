# expect: none
# run: --stop-after 1.2
# exit: 124
import queue
import signal

signals = queue.SimpleQueue()
signal.signal(signal.SIGTERM, lambda *_: signals.put(1))
signals.get()  # until somebody ends the server
