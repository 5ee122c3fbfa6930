# expect: none
"""Two locks, each let go by the other thread: the threads take turns."""

import threading

turns = [threading.Lock(), threading.Lock()]
turns[1].acquire()
count = 0


def work(number):
    global count
    for _ in range(20):
        turns[number].acquire()
        before = count
        count = before + 1
        turns[1 - number].release()


threads = [threading.Thread(target=work, args=(number,)) for number in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(count)
