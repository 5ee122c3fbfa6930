# expect: over-release error count=1
# Says done for the sentinel, and then once more at the end.
import queue
import threading

tasks = queue.Queue()


def consume():
    while True:
        item = tasks.get()
        tasks.task_done()
        if item is None:
            break
    try:
        tasks.task_done()  # here
    except ValueError:
        pass


for item in [1, 2, None]:
    tasks.put(item)
thread = threading.Thread(target=consume)
thread.start()
tasks.join()
thread.join()
