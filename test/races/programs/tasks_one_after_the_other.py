# expect: none
import asyncio

counter = 0


async def work():
    global counter
    seen = counter
    await asyncio.sleep(0)
    counter = seen + 1


async def main():
    for _ in range(5):
        await asyncio.create_task(work())
    print(counter)


asyncio.run(main())
