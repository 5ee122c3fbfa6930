# expect: deadlock error circle.length=2
# run: --stop-after 2
# exit: any
import asyncio


async def transfer(first, second, has_one, other_has_one):
    async with first:
        has_one.set()
        await other_has_one.wait()
        async with second:  # here
            print("never")


async def main():
    savings, current = asyncio.Lock(), asyncio.Lock()
    one, two = asyncio.Event(), asyncio.Event()
    await asyncio.gather(
        transfer(savings, current, one, two),
        transfer(current, savings, two, one),
    )


asyncio.run(main())
