# expect: queue-unfinished-tasks error count=3 taken=1
# run: --stop-after 1.5
# exit: 124
import queue
import threading

numbers = queue.Queue()


def divide():
    while True:
        number = numbers.get()  # here
        print(100 // number)
        numbers.task_done()


threading.excepthook = lambda error: None
for number in [1, 0, 2, 4]:
    numbers.put(number)
threading.Thread(target=divide, name="divider").start()
numbers.join()
