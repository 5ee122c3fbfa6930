"""A mistake on purpose: time.sleep in a coroutine holds up the whole event loop, and the ticker misses its beats.

While `careless` sleeps, the ticker's lane is ready and cannot run. `await asyncio.sleep(…)` or `asyncio.to_thread` would let it.
"""

import asyncio
import time


async def tick(times):
    for _ in range(times):
        await asyncio.sleep(0.01)


async def careless():
    await asyncio.sleep(0.015)
    time.sleep(0.1)


async def main():
    loop = asyncio.get_running_loop()
    ticker = loop.create_task(tick(5))
    ticker.set_name("ticker")
    sleeper = loop.create_task(careless())
    sleeper.set_name("careless")
    await ticker
    await sleeper
    print("five ticks, one of them late")


if __name__ == "__main__":
    asyncio.run(main())
