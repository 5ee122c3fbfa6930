# expect: blocking-call-in-event-loop warning count=1 others=2
import asyncio
import time


async def tick(name):
    for beat in range(3):
        await asyncio.sleep(0.01)
        print(name, beat)


async def save():
    await asyncio.sleep(0.015)
    time.sleep(0.3)  # here


async def main():
    await asyncio.gather(tick("a"), tick("b"), save())


asyncio.run(main())
