# expect: none
import asyncio

value = 0


def work():
    global value
    value = value + 1


async def main():
    global value
    loop = asyncio.get_running_loop()
    for _ in range(3):
        await loop.run_in_executor(None, work)
        value = value + 1
    print(value)


asyncio.run(main())
