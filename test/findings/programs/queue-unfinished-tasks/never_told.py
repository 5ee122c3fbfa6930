# expect: queue-unfinished-tasks error count=4 taken=4
# run: --stop-after 1.5
# exit: 124
import queue
import threading

pages = queue.Queue()


def read():
    while True:
        page = pages.get()  # here
        print(page)


for name in ("a", "b"):
    threading.Thread(target=read, name=name, daemon=True).start()
for page in range(4):
    pages.put(page)
pages.join()
