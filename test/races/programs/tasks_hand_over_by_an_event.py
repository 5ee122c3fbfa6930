# expect: none
import asyncio

value = 0


async def make(done):
    global value
    seen = value
    await asyncio.sleep(0)
    value = seen + 42
    done.set()


async def use(done):
    global value
    await done.wait()
    seen = value
    await asyncio.sleep(0)
    value = seen + 1


async def main():
    done = asyncio.Event()
    await asyncio.gather(use(done), make(done))
    print(value)


asyncio.run(main())
