"""What one operation of each primitive costs this process, in ns of CPU of all of its threads: {"name": ns, …} on stdout.

`primitives.py` runs it. Nothing here waits for long: the other side is there already, or is a thread of its own.
"""

import asyncio
import concurrent.futures
import json
import multiprocessing
import os
import queue
import select
import socket
import sys
import threading
import time
from time import process_time_ns


def each(count, work):
    start = process_time_ns()
    work(count)
    return (process_time_ns() - start) / count


def nothing(count):
    for _ in range(count):
        pass


def entered(thing):
    def work(count):
        for _ in range(count):
            with thing:
                pass

    return work


def called(*functions):
    """All of them, one after the other, are one operation."""

    def one(count, call=functions[0]):
        for _ in range(count):
            call()

    def two(count):
        first, second = functions
        for _ in range(count):
            first()
            second()

    return one if len(functions) == 1 else two


def passed_on(channel):
    put, get = channel.put, channel.get

    def work(count):
        for number in range(count):
            put(number)
            get()

    return work


def threads(count):
    for _ in range(count):
        thread = threading.Thread(target=int)
        thread.start()
        thread.join()


def threads_and_locks():
    # Single holds are recorded at first, later ones only counted: both are told.
    yield "with lock, its first 1,500 times", lambda: each(1500, entered(threading.Lock()))
    yield "with lock, later", lambda: each_later(entered(threading.Lock()))
    yield "with rlock, its first 1,500 times", lambda: each(1500, entered(threading.RLock()))
    yield "with rlock, later", lambda: each_later(entered(threading.RLock()))
    yield "with condition", lambda: each(1500, entered(threading.Condition()))
    yield "with semaphore", lambda: each(1500, entered(threading.Semaphore()))
    event = threading.Event()
    yield "event: set and clear", lambda: each(1500, called(event.set, event.clear))
    happened = threading.Event()
    happened.set()
    yield "event: wait, set already", lambda: each(1500, called(happened.wait))
    yield "barrier of one: wait", lambda: each(1500, called(threading.Barrier(1).wait))
    yield "Queue: put and get", lambda: each(1500, passed_on(queue.Queue()))
    yield "SimpleQueue: put and get", lambda: each(1500, passed_on(queue.SimpleQueue()))
    yield "thread: start and join", lambda: each(300, threads)
    yield "time.sleep(0)", lambda: each(1500, lambda count: [time.sleep(0) for _ in range(count)])


def each_later(work):
    work(3000)
    return each(20_000, work)


def processes():
    yield "multiprocessing.Lock: with", lambda: each(1500, entered(multiprocessing.Lock()))
    yield "multiprocessing.RLock: with", lambda: each(1500, entered(multiprocessing.RLock()))
    yield "multiprocessing.Semaphore: with", lambda: each(1500, entered(multiprocessing.Semaphore()))
    value = multiprocessing.Value("i")
    yield "multiprocessing.Value: with its lock", lambda: each(1500, entered(value.get_lock()))
    event = multiprocessing.Event()
    yield "multiprocessing.Event: set and clear", lambda: each(1500, called(event.set, event.clear))
    yield "multiprocessing.SimpleQueue: put and get", lambda: each(1500, passed_on(multiprocessing.SimpleQueue()))
    yield "multiprocessing.Queue: put and get", lambda: each(500, passed_on(multiprocessing.Queue()))
    here, there = multiprocessing.Pipe()
    yield "Pipe: send and recv", lambda: each(1500, called(lambda: here.send(1), there.recv))


def pools():
    with concurrent.futures.ThreadPoolExecutor(2) as executor:
        executor.submit(int).result()
        yield "ThreadPoolExecutor: submit and result", lambda: each(1000, called(lambda: executor.submit(int).result()))
        yield (
            "ThreadPoolExecutor: an item of map",
            lambda: each(1500, lambda count: list(executor.map(abs, range(count)))),
        )
    with multiprocessing.pool.ThreadPool(2) as pool:
        pool.map(abs, range(4))
        yield "ThreadPool: an item of map, in chunks", lambda: each(4000, lambda count: pool.map(abs, range(count)))
        yield "ThreadPool: an item of imap", lambda: each(1000, lambda count: list(pool.imap(abs, range(count))))
    with multiprocessing.Pool(2) as pool:
        pool.map(abs, range(4))
        yield "Pool: an item of map, in chunks", lambda: each(4000, lambda count: pool.map(abs, range(count)))
        yield "Pool: an item of imap", lambda: each(500, lambda count: list(pool.imap(abs, range(count))))
    with concurrent.futures.ProcessPoolExecutor(2) as executor:
        executor.submit(int).result()
        yield "ProcessPoolExecutor: submit and result", lambda: each(200, called(lambda: executor.submit(int).result()))


def tasks():
    def in_loop(coroutine, count):
        async def main():
            start = process_time_ns()
            await coroutine(count)
            return (process_time_ns() - start) / count

        return lambda: asyncio.run(main())

    async def switches(count):
        for _ in range(count):
            await asyncio.sleep(0)

    async def made(count):
        async def one():
            pass

        for _ in range(count):
            await asyncio.create_task(one())

    async def locked(count):
        lock = asyncio.Lock()
        for _ in range(count):
            async with lock:
                pass

    async def queued(count):
        channel = asyncio.Queue()
        for number in range(count):
            await channel.put(number)
            await channel.get()

    yield "asyncio: a switch (sleep(0))", in_loop(switches, 3000)
    yield "asyncio: a task, made and awaited", in_loop(made, 1500)
    yield "asyncio.Lock: async with", in_loop(locked, 1500)
    yield "asyncio.Queue: put and get", in_loop(queued, 1500)


def calls():
    one, other = socket.socketpair()
    yield "socket: send and recv, at once", lambda: each(1500, called(lambda: one.send(b"x"), lambda: other.recv(1)))
    yield "select of a socket, at once", lambda: each(1500, called(lambda: select.select([], [one], [], 1)))
    with open(os.devnull, "rb") as file:
        yield "file: read, at once", lambda: each(1500, called(file.read))


def main():
    import multiprocessing.pool  # noqa: F401

    found = {}
    for part in (threads_and_locks, processes, pools, tasks, calls):
        for name, measure in part():
            found[name] = round(measure())
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
