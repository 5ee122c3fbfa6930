# expect: none
import asyncio


async def fetch(number):
    await asyncio.sleep(0)
    return number


async def main():
    tasks = [asyncio.ensure_future(fetch(number)) for number in range(3)]
    print(await asyncio.gather(*tasks))


asyncio.run(main())
