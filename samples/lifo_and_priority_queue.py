"""The same four jobs out of two queues: the last in first, and the most urgent first.

Put and get look alike in code. The edges from put to get tell the queues apart: they cross for the LIFO queue, and for the
priority queue they lead from wherever the smallest number went in. (A counter beside the priority keeps equal ones in their
order and spares the queue from comparing the jobs themselves.)
"""

import itertools
import queue

JOBS = [("print", 5), ("answer the phone", 1), ("file", 9), ("open the door", 1)]

stack = queue.LifoQueue()
by_urgency = queue.PriorityQueue()


def main():
    tickets = itertools.count()
    for job, priority in JOBS:
        stack.put(job)
        by_urgency.put((priority, next(tickets), job))
    print("last in first:", ", ".join(stack.get() for _ in JOBS))
    print("most urgent first:", ", ".join(by_urgency.get()[-1] for _ in JOBS))


if __name__ == "__main__":
    main()
