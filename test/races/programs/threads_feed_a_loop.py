# expect: none
import asyncio
import threading


class Inbox:
    def __init__(self, loop):
        self.loop = loop
        self.items = []
        self.total = 0
        self.more = asyncio.Event()

    def receive(self, item):
        self.items.append(item)
        self.total += item["n"]
        self.more.set()

    def send(self, item):
        item["n"] += 1
        self.loop.call_soon_threadsafe(self.receive, item)


async def main():
    inbox = Inbox(asyncio.get_running_loop())

    def work():
        for n in range(10):
            inbox.send({"n": n})

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    seen = 0
    while seen < 20:
        await inbox.more.wait()
        inbox.more.clear()
        while inbox.items:
            item = inbox.items.pop()
            item["n"] += 1
            seen += 1
    for thread in threads:
        thread.join()
    blocking = await asyncio.gather(
        *[
            asyncio.to_thread(dict, n=n) if hasattr(asyncio, "to_thread") else asyncio.sleep(0, {"n": n})
            for n in range(4)
        ]
    )
    for found in blocking:
        found["n"] += 1
    return inbox.total


print(asyncio.run(main()))
