# expect: event-lost-wakeup warning count=1
import asyncio


async def serve(wake, busy):
    for _ in range(1):
        await wake.wait()
        busy.set()
        await asyncio.sleep(0.05)
        wake.clear()  # here


async def main():
    wake, busy = asyncio.Event(), asyncio.Event()
    server = asyncio.create_task(serve(wake, busy))
    wake.set()
    await busy.wait()
    wake.set()
    await server


asyncio.run(main())
