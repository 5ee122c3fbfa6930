# expect: none
import threading

turn = threading.Event()
done = []


def work():
    for number in range(3):
        turn.wait()
        done.append(number)
        turn.set()
        turn.clear()
        turn.set()


worker = threading.Thread(target=work)
worker.start()
turn.set()
worker.join()
