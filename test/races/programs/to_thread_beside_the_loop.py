# expect: data-race value error
# expect: may lost-update value
import asyncio

value = 0


def one():
    return 1


def work():
    global value
    for _ in range(20):
        value = value + one()


async def both():
    global value
    other = asyncio.get_running_loop().run_in_executor(None, work)
    for _ in range(20):
        value = value + one()
    await other


asyncio.run(both())
print(value > 0)
