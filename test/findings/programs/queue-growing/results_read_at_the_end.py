# expect: none
import queue
import threading
import time

results = queue.Queue()


def compute():
    for number in range(150):
        results.put(number * number)
        time.sleep(0.001)


thread = threading.Thread(target=compute, name="computer")
thread.start()
thread.join()
print(sum(results.get() for _ in range(150)))
