# expect: slow-callback info others=2
import asyncio
import time


def compute(seconds):
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        sum(range(1000))


async def tick(name):
    for beat in range(3):
        await asyncio.sleep(0.01)
        print(name, beat)


async def report():
    await asyncio.sleep(0.015)  # here
    compute(0.3)


async def main():
    await asyncio.gather(tick("a"), tick("b"), report())


asyncio.run(main())
