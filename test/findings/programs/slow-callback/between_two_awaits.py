# expect: slow-callback info count=2
import asyncio
import time


def compute(seconds):
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        sum(range(1000))


async def tick():
    for _ in range(40):
        await asyncio.sleep(0.01)


async def report():
    for _ in range(2):
        await asyncio.sleep(0.001)  # here
        compute(0.2)
        await asyncio.sleep(0.002)


async def main():
    ticker = asyncio.ensure_future(tick())
    await report()
    ticker.cancel()


asyncio.run(main())
