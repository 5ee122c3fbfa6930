# expect: none
import asyncio

counter = 0


async def work():
    global counter
    await asyncio.sleep(0)
    seen = counter
    counter = seen + 1


async def main():
    await asyncio.gather(*[work() for _ in range(5)])
    print(counter)


asyncio.run(main())
