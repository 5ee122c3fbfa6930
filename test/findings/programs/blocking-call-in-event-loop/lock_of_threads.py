# expect: blocking-call-in-event-loop warning
import asyncio
import threading

state_lock = threading.Lock()
is_held = threading.Event()
may_let_go = threading.Event()


def refresh():
    with state_lock:
        is_held.set()
        may_let_go.wait(0.4)


async def tick():
    for _ in range(3):
        await asyncio.sleep(0)


async def read():
    with state_lock:  # here
        pass


async def main():
    await asyncio.gather(read(), tick())


thread = threading.Thread(target=refresh)
thread.start()
is_held.wait()
asyncio.run(main())
may_let_go.set()
thread.join()
