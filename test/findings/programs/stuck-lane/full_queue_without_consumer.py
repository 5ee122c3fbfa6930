# expect: stuck-lane warning
# run: --stop-after 1.2
# exit: 124
import queue
import threading

results = queue.Queue(maxsize=2)


def collect():
    try:
        print(10 // results.get())
    except ZeroDivisionError:
        pass  # and it ends


consumer = threading.Thread(target=collect, daemon=True)
consumer.start()
for number in range(10):
    results.put(number)  # here
