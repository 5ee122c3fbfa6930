# expect: none
import asyncio
import time


def compute(seconds):
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        sum(range(1000))


async def tick():
    for _ in range(3):
        await asyncio.sleep(0.01)


async def main():
    loop = asyncio.get_running_loop()
    await asyncio.gather(tick(), loop.run_in_executor(None, compute, 0.3))


asyncio.run(main())
