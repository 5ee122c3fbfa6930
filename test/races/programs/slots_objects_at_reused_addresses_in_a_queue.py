# expect: none
import queue
import threading


class Node:
    __slots__ = ("value", "next")

    def __init__(self, value, next):
        self.value, self.next = value, next


jobs = queue.SimpleQueue()


def take():
    for node in iter(jobs.get, None):
        while node is not None:
            node.value += 1
            node, node.next = node.next, None


def make():
    for n in range(30):
        head = None
        for k in range(3):
            head = Node(k, head)
            head.value = head.value + n
        jobs.put(head)


takers = [threading.Thread(target=take) for _ in range(2)]
makers = [threading.Thread(target=make) for _ in range(2)]
for thread in takers + makers:
    thread.start()
for thread in makers:
    thread.join()
for _ in takers:
    jobs.put(None)
for thread in takers:
    thread.join()
print("done")
