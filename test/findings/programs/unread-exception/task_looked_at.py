# expect: none
import asyncio


async def send(number):
    await asyncio.sleep(0.01 * number)
    raise ValueError(number)


async def main():
    print(await asyncio.gather(send(1), send(2), return_exceptions=True))
    tasks = [asyncio.ensure_future(send(number)) for number in (1, 2)]
    try:
        await asyncio.gather(*tasks)
    except ValueError as error:
        print("first:", error)
    await asyncio.wait(tasks)
    print([task.exception() for task in tasks])


asyncio.run(main())
