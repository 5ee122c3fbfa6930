# expect: none
import asyncio


async def work(items):
    while True:
        await items.get()
        await asyncio.sleep(0.002)
        items.task_done()


async def main():
    items = asyncio.Queue()
    workers = [asyncio.create_task(work(items)) for _ in range(2)]
    for item in range(6):
        items.put_nowait(item)
    await items.join()
    for worker in workers:
        worker.cancel()


asyncio.run(main())
