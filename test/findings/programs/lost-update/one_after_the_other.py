# expect: none
# No lock, and none is needed: the second begins when the first has ended.
import threading

total = 0


def add(amount):
    global total
    seen = total
    total = seen + amount


for _ in range(3):
    thread = threading.Thread(target=add, args=(5,))
    thread.start()
    thread.join()
