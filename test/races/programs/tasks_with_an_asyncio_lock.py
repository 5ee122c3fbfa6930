# expect: none
import asyncio

counter = 0


async def work(lock):
    global counter
    async with lock:
        seen = counter
        await asyncio.sleep(0)
        counter = seen + 1


async def main():
    lock = asyncio.Lock()
    await asyncio.gather(*[work(lock) for _ in range(5)])
    print(counter)


asyncio.run(main())
