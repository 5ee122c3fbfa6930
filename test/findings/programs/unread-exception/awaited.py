# expect: none
import asyncio


def fails():
    raise OSError("no route")


async def main():
    try:
        await asyncio.get_running_loop().run_in_executor(None, fails)
    except OSError as error:
        print(error)


asyncio.run(main())
