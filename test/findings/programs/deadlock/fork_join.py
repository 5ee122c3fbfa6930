# expect: none
import threading

left, right = threading.Lock(), threading.Lock()


def take(first, second):
    with first:
        with second:
            print("has both")


one = threading.Thread(target=take, args=(left, right))
one.start()
one.join()  # the other order comes only when nobody is left who could be in the way
two = threading.Thread(target=take, args=(right, left))
two.start()
two.join()
