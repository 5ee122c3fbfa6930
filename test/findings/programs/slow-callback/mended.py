# expect: none
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
    await asyncio.sleep(0.015)
    for _ in range(10):
        compute(0.03)
        await asyncio.sleep(0)  # lets the others run


async def main():
    await asyncio.gather(tick("a"), tick("b"), report())


asyncio.run(main())
