# expect: none
# Nobody else is there who could run meanwhile.
import asyncio
import time


async def main():
    time.sleep(0.3)
    await asyncio.sleep(0.01)


asyncio.run(main())
