# expect: none
import asyncio


async def tick(name):
    for beat in range(3):
        await asyncio.sleep(0.01)
        print(name, beat)


async def save():
    await asyncio.sleep(0.015)
    await asyncio.sleep(0.3)


async def main():
    await asyncio.gather(tick("a"), tick("b"), save())


asyncio.run(main())
