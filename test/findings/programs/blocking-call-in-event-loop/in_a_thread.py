# expect: none
import asyncio
import time


async def tick():
    for _ in range(5):
        await asyncio.sleep(0.01)


async def save():
    await asyncio.get_running_loop().run_in_executor(None, time.sleep, 0.3)


async def main():
    await asyncio.gather(tick(), save())


asyncio.run(main())
