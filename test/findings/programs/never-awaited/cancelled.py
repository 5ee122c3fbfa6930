# expect: none
# A task that is cancelled before its end has been thrown away by nobody.
import asyncio


async def watch():
    await asyncio.sleep(3600)


async def main():
    watcher = asyncio.ensure_future(watch())
    await asyncio.sleep(0)
    watcher.cancel()


asyncio.run(main())
