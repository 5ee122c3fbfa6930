# expect: none
import asyncio


class Board:
    def __init__(self):
        self.changed = asyncio.Condition()
        self.version = 0
        self.readers = []

    async def change(self):
        async with self.changed:
            version = self.version
            await asyncio.sleep(0)
            self.version = version + 1
            self.changed.notify_all()

    async def follow(self):
        seen = 0
        while seen < 5:
            async with self.changed:
                await self.changed.wait_for(lambda: self.version > seen)
                seen = self.version
        self.readers.append(seen)


async def main():
    board = Board()
    followers = [asyncio.ensure_future(board.follow()) for _ in range(3)]
    for _ in range(5):
        await board.change()
    await asyncio.gather(*followers)
    token = {"turn": 0}
    turns = [asyncio.Event() for _ in range(3)]

    async def play(n):
        for _ in range(3):
            await turns[n].wait()
            turns[n].clear()
            turn = token["turn"]
            await asyncio.sleep(0)
            token["turn"] = turn + 1
            turns[(n + 1) % 3].set()

    turns[0].set()
    await asyncio.gather(*[play(n) for n in range(3)])
    return board.readers, token


print(asyncio.run(main()))
