# expect: queue-unfinished-tasks error count=2 taken=0
# run: --stop-after 1.5
# exit: 124
import queue
import threading

letters = queue.Queue()


def deliver_two():
    for _ in range(2):
        letters.get()  # here
        letters.task_done()


for number in range(4):
    letters.put(number)
threading.Thread(target=deliver_two, name="postman").start()
letters.join()
