"""The asynchronous model: one thread, three tasks that take turns; each gives way where it awaits."""

import asyncio


async def steep(tea, seconds):
    print("water on", tea)
    await asyncio.sleep(seconds)
    print(tea, "is ready")
    return tea


async def main():
    teas = await asyncio.gather(steep("sencha", 0.02), steep("assam", 0.04), steep("camomile", 0.06))
    print("enjoy:", ", ".join(teas))


if __name__ == "__main__":
    asyncio.run(main())
