# expect: unread-exception warning count=2 byGather=true
import asyncio


async def send(number):  # here
    await asyncio.sleep(0.01 * number)
    raise ValueError(number)


async def main():
    try:
        await asyncio.gather(send(1), send(2), send(3))
    except ValueError as error:
        print("first:", error)
    await asyncio.sleep(0.1)


asyncio.run(main())
