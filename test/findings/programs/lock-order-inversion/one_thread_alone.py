# expect: none
import threading

left, right = threading.Lock(), threading.Lock()


def work():
    for first, second in ((left, right), (right, left)):
        with first:
            with second:
                pass


thread = threading.Thread(target=work)
thread.start()
thread.join()
