# expect: none
import asyncio


async def save():
    await asyncio.sleep(0)


async def main():
    prepared = save()
    prepared.close()


asyncio.run(main())
