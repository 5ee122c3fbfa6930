# expect: none
import asyncio
import time


def compute(seconds):
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        sum(range(1000))


async def tick():
    for _ in range(20):
        await asyncio.sleep(0)


async def report():
    for _ in range(6):
        compute(0.01)
        await asyncio.sleep(0)


async def main():
    await asyncio.gather(report(), tick())


asyncio.run(main())
