# expect: lost-update total
import asyncio

total = 0


async def numbers():
    for n in range(3):
        await asyncio.sleep(0)
        yield n + 1


async def work():
    global total
    seen = total
    async for n in numbers():
        pass
    total = seen + n


async def main():
    await asyncio.gather(work(), work())
    print(total)


asyncio.run(main())
