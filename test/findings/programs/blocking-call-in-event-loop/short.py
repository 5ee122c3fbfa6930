# expect: none
# A millisecond now and then is what any call takes.
import asyncio
import time


async def tick():
    for _ in range(5):
        await asyncio.sleep(0)


async def save():
    for _ in range(5):
        time.sleep(0.001)
        await asyncio.sleep(0)


async def main():
    await asyncio.gather(tick(), save())


asyncio.run(main())
