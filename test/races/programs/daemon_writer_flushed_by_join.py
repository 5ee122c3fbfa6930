# expect: none
import queue
import threading

lines = queue.Queue()
written = []
count = 0


def write():
    global count
    while True:
        line = lines.get()
        written.append(line)
        count += 1
        lines.task_done()


threading.Thread(target=write, daemon=True).start()
for n in range(30):
    lines.put(n)
lines.join()
count += 1
written.append(None)
print(count, len(written))
