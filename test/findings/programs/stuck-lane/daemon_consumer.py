# expect: none
import queue
import threading

log = queue.Queue()


def write():
    while True:
        log.get()
        log.task_done()


threading.Thread(target=write, daemon=True).start()
for line in range(5):
    log.put(line)
log.join()
