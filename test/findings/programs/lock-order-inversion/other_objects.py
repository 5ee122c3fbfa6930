# expect: none
import threading
import time


class Node:
    def __init__(self):
        self.lock = threading.Lock()


def link(first, second, delay):
    time.sleep(delay)
    with first.lock:
        with second.lock:
            pass


nodes = [Node() for _ in range(4)]
threads = [
    threading.Thread(target=link, args=(nodes[0], nodes[1], 0)),
    threading.Thread(target=link, args=(nodes[2], nodes[3], 0.03)),
    threading.Thread(target=link, args=(nodes[1], nodes[2], 0.06)),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
