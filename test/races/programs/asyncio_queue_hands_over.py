# expect: none
import asyncio


class Job:
    def __init__(self):
        self.n = 0


async def work(jobs):
    while True:
        job = await jobs.get()
        seen = job.n
        await asyncio.sleep(0)
        job.n = seen + 1
        jobs.task_done()


async def main():
    jobs = asyncio.Queue()
    worker = asyncio.create_task(work(jobs))
    made = [Job() for _ in range(4)]
    for job in made:
        seen = job.n
        await asyncio.sleep(0)
        job.n = seen + 7
        await jobs.put(job)
    await jobs.join()
    worker.cancel()
    print([job.n for job in made])


asyncio.run(main())
