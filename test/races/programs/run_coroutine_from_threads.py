# expect: none
import asyncio
import threading


class Counter:
    def __init__(self):
        self.value = 0
        self.log = {}

    async def add(self, name, n):
        self.value += n
        self.log.setdefault(name, []).append(n)
        return self.value


loop = asyncio.new_event_loop()
runner = threading.Thread(target=loop.run_forever)
runner.start()
counter = Counter()


def work(name):
    mine = []
    for n in range(10):
        mine.append(asyncio.run_coroutine_threadsafe(counter.add(name, n), loop).result())
    assert mine == sorted(mine)


threads = [threading.Thread(target=work, args=(n,)) for n in "ab"]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
loop.call_soon_threadsafe(loop.stop)
runner.join()
loop.close()
print(counter.value, len(counter.log))
