# expect: none
import asyncio


class Connection:
    def __init__(self):
        self.sent = 0
        self.buffer = []
        self.closed = asyncio.Event()

    async def send(self, n):
        sent = self.sent
        self.buffer.append(n)
        await asyncio.sleep(0)
        self.sent = sent + len(self.buffer)
        self.buffer.clear()


async def client(results, n):
    connection = Connection()
    for k in range(3):
        await connection.send(k)
    connection.closed.set()
    results[n] = connection.sent


async def pump(queue, out):
    while True:
        item = await queue.get()
        if item is None:
            return
        item["hops"] += 1
        hops = item["hops"]
        await asyncio.sleep(0)
        item["hops"] = hops + 1
        await out.put(item)


async def main():
    results = {}
    await asyncio.gather(*[client(results, n) for n in range(5)])
    first, second, last = asyncio.Queue(1), asyncio.Queue(1), asyncio.Queue()
    pumps = [asyncio.ensure_future(pump(first, second)), asyncio.ensure_future(pump(second, last))]
    for n in range(6):
        await first.put({"hops": 0})
    total = 0
    for _ in range(6):
        total += (await last.get())["hops"]
    await first.put(None)
    await second.put(None)
    await asyncio.gather(*pumps)
    return results, total


print(asyncio.run(main()))
