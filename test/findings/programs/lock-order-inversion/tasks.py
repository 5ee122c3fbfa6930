# expect: lock-order-inversion warning
import asyncio


async def copy(source, target, delay):
    await asyncio.sleep(delay)
    async with source:
        async with target:  # here
            pass
    await asyncio.sleep(0.1)  # both live while the other takes its locks


async def main():
    one, two = asyncio.Lock(), asyncio.Lock()
    await asyncio.gather(copy(one, two, 0), copy(two, one, 0.05))


asyncio.run(main())
