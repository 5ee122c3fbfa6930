# expect: none
import asyncio


class Service:
    def __init__(self):
        self.sessions = {}
        self.active = self.served = 0
        self.lock = asyncio.Lock()
        self.limit = asyncio.Semaphore(2)
        self.log = []

    async def handle(self, user):
        self.active += 1
        try:
            async with self.limit:
                async with self.lock:
                    session = self.sessions.get(user)
                    if session is None:
                        await asyncio.sleep(0)
                        session = self.sessions[user] = {"count": 0}
                async with self.lock:
                    count = session["count"]
                    await asyncio.sleep(0)
                    session["count"] = count + 1
                self.log.append(user)
        finally:
            self.active -= 1
            self.served += 1

    async def run(self):
        await asyncio.gather(*[self.handle(n % 3) for n in range(15)])
        return self.served, self.active, sorted(s["count"] for s in self.sessions.values())


print(asyncio.run(Service().run()))
