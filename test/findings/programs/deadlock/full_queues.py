# expect: deadlock error circle.length=2
# run: --stop-after 1.2
# exit: 124
import queue
import threading

requests = queue.Queue(maxsize=1)
answers = queue.Queue(maxsize=1)


def serve():
    while True:
        request = requests.get()
        answers.put(request * 2)  # here


def ask():
    for number in range(10):
        requests.put(number)  # here
        if number == 0:
            print(answers.get())
    print(answers.get())


threads = [threading.Thread(target=ask, daemon=True), threading.Thread(target=serve, daemon=True)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
