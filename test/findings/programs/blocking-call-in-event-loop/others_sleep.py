# expect: none
# The other task waits for longer than the call takes.
import asyncio
import time


async def later():
    await asyncio.sleep(0.6)


async def save():
    await asyncio.sleep(0)
    time.sleep(0.1)


async def main():
    await asyncio.gather(later(), save())


asyncio.run(main())
