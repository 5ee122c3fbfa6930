# expect: slow-callback info others=1
import asyncio
import time


def compute(seconds):
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        sum(range(1000))


async def tick():
    for _ in range(3):
        await asyncio.sleep(0.01)


async def report():  # here
    compute(0.3)


async def main():
    await asyncio.gather(report(), tick())


asyncio.run(main())
