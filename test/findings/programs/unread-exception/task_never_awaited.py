# expect: unread-exception warning count=2 byGather=false
import asyncio
import gc


async def send(number):  # here
    raise ValueError(number)


async def main():
    for number in range(2):
        asyncio.ensure_future(send(number))
    await asyncio.sleep(0.01)
    gc.collect()


asyncio.run(main())
