# expect: lost-update counter
import asyncio

counter = 0


async def work():
    global counter
    seen = counter
    await asyncio.sleep(0)
    counter = seen + 1


async def main():
    await asyncio.gather(*[work() for _ in range(5)])
    print(counter)


asyncio.run(main())
