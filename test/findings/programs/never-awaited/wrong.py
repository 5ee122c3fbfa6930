# expect: never-awaited warning count=1 isCallKnown=true
import asyncio


async def save(text):
    await asyncio.sleep(0)
    print("saved", text)


async def main():
    save("draft")  # here
    await save("final")


asyncio.run(main())
