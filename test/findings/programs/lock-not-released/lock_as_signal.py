# expect: none
import threading

done = threading.Lock()
turns = []


def start():
    done.acquire()


def finish():
    turns.append(1)
    done.release()  # another thread gives it back: that is the signal


for target in (start, finish, start):
    thread = threading.Thread(target=target)
    thread.start()
    thread.join()
