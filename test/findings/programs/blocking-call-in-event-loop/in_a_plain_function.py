# expect: blocking-call-in-event-loop warning isPlainFunction=true
# Where it sleeps nothing can be awaited.
import asyncio
import time


def query():
    time.sleep(0.1)  # here
    return 1


async def handle():
    return query()


async def beat():
    for _ in range(5):
        await asyncio.sleep(0.01)


async def main():
    await asyncio.gather(beat(), handle(), handle())


asyncio.run(main())
