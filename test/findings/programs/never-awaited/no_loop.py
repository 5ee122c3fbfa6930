# expect: never-awaited warning count=1
import asyncio


async def main():
    await asyncio.sleep(0)


main()  # here
