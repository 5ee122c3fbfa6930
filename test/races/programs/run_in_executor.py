# expect: none
import asyncio


class Job:
    def __init__(self):
        self.state, self.parts = "new", []

    def run(self, n):
        self.state = "running"
        self.parts.append(n)
        self.state = "ended"
        return self


async def one(loop, n):
    job = Job()
    for k in range(3):
        job.state = "waiting"
        await loop.run_in_executor(None, job.run, k)
        job.parts.append(job.state)
    return job


async def main():
    loop = asyncio.get_running_loop()
    jobs = await asyncio.gather(*[one(loop, n) for n in range(5)])
    first = [asyncio.ensure_future(one(loop, n)) for n in range(3)]
    for future in asyncio.as_completed(first):
        job = await future
        job.state = job.state + "!"
    done, _ = await asyncio.wait([asyncio.ensure_future(one(loop, n)) for n in range(3)])
    for task in done:
        task.result().state += "!"
    return [len(job.parts) for job in jobs]


print(asyncio.run(main()))
