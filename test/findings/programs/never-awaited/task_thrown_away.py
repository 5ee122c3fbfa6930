# expect: never-awaited warning count=1
import asyncio
import gc


async def watch():  # here
    await asyncio.get_running_loop().create_future()


async def main():
    asyncio.ensure_future(watch())
    await asyncio.sleep(0)
    gc.collect()
    await asyncio.sleep(0)


asyncio.run(main())
