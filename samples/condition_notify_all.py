"""Two threads wait for the same news, and `notify_all` wakes both.

A woken thread still has to get the lock back, so the two go on one after the other: after the edges from `notify_all` one of
them is blocked a little while by the other. With `notify()` in its place one thread would sleep for ever.
"""

import threading
import time

board = threading.Condition()
train_is_here = False
boarded = []


def passenger(name):
    with board:
        while not train_is_here:
            board.wait()
        boarded.append(name)


def announce():
    global train_is_here
    time.sleep(0.2)
    with board:
        train_is_here = True
        board.notify_all()


def main():
    threads = [threading.Thread(target=passenger, args=(name,), name=name) for name in ("ada", "ben")]
    threads.append(threading.Thread(target=announce, name="speaker"))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print("on board: %s" % sorted(boarded))


if __name__ == "__main__":
    main()
