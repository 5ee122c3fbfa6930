# expect: none
import asyncio


async def save(text):
    await asyncio.sleep(0)
    print("saved", text)


async def main():
    await save("draft")
    await save("final")


asyncio.run(main())
