# expect: none
import asyncio
import contextvars

depth = contextvars.ContextVar("depth", default=0)
trail = contextvars.ContextVar("trail")


async def go_down(n):
    token = depth.set(depth.get() + 1)
    trail.get().append(n)
    await asyncio.sleep(0)
    if n:
        await go_down(n - 1)
    depth.reset(token)


async def visit(n):
    mine = []
    trail.set(mine)
    await go_down(n)
    count = len(mine)
    await asyncio.sleep(0)
    mine.append(count)
    return mine


async def main():
    return [len(found) for found in await asyncio.gather(*[visit(n) for n in range(5)])]


print(asyncio.run(main()))
