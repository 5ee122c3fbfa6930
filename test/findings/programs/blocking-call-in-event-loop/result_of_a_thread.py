# expect: blocking-call-in-event-loop warning
import asyncio
import time
from concurrent.futures import ThreadPoolExecutor


async def tick():
    for _ in range(5):
        await asyncio.sleep(0.01)


async def fetch(pool):
    return pool.submit(time.sleep, 0.3).result()  # here


async def main():
    with ThreadPoolExecutor(1) as pool:
        await asyncio.gather(fetch(pool), tick())


asyncio.run(main())
