# expect: none
import asyncio

total = 0


async def numbers():
    for n in range(5):
        await asyncio.sleep(0)
        yield n


async def main():
    global total
    async for n in numbers():
        total = total + n
    print(total)


asyncio.run(main())
