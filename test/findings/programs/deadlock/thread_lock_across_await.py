# expect: deadlock error circle.length=2
# may: blocking-call-in-event-loop
# run: --stop-after 2
# exit: any
import asyncio
import threading

cache_lock = threading.Lock()


async def refresh():
    with cache_lock:  # here
        await asyncio.sleep(0.05)


async def main():
    await asyncio.gather(refresh(), refresh())


asyncio.run(main())
