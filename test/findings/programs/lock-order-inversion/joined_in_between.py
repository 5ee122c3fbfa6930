# expect: none
import threading

left, right = threading.Lock(), threading.Lock()


def take(first, second):
    with first:
        with second:
            pass


for order in ((left, right), (right, left)):
    thread = threading.Thread(target=take, args=order)
    thread.start()
    thread.join()
with right:
    with left:
        pass
