"""
Something of everything that rules look at, so many times over: python rules_program.py TIMES. Ten rounds of locks, a condition,
an event, a semaphore, a queue, a pool of threads and tasks make about a thousand records.
"""

import asyncio
import queue
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

ROUNDS = 10 * int(sys.argv[1])
first, second = threading.Lock(), threading.RLock()
ready = threading.Condition()
slots = threading.Semaphore(2)
go = threading.Event()
orders = queue.Queue(8)
total = 0


def produce():
    for number in range(ROUNDS):
        orders.put(number)
        with ready:
            ready.notify()
        go.set()


def work():
    global total
    for _ in range(ROUNDS):
        with first, second:
            total += 1
        with slots:
            pass
        go.wait()
        with ready:
            pass


def consume():
    for _ in range(ROUNDS):
        orders.get()
        orders.task_done()


def item(number):
    with first:
        return number * 2


async def tasks():
    lock = asyncio.Lock()

    async def step():
        async with lock:
            await asyncio.sleep(0)

    for _ in range(ROUNDS):
        await asyncio.gather(step(), step())


threads = [threading.Thread(target=target) for target in (produce, consume, work, work)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
orders.join()
with ThreadPoolExecutor(3) as pool:
    list(pool.map(item, range(ROUNDS)))
asyncio.run(tasks())
