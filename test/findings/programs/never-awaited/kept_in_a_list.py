# expect: never-awaited warning count=3 isCallKnown=false
import asyncio


async def fetch(number):  # here
    await asyncio.sleep(0)
    return number


async def main():
    answers = [fetch(number) for number in range(3)]
    print(len(answers))


asyncio.run(main())
