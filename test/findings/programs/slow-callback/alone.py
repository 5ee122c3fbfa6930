# expect: none
import asyncio
import time


def compute(seconds):
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        sum(range(1000))


async def main():
    await asyncio.sleep(0.01)
    compute(0.3)


asyncio.run(main())
