# expect: none
import asyncio, threading

value = 0


async def main():
    loop, done = asyncio.get_running_loop(), asyncio.Event()

    def make():
        global value
        value = value + 42
        loop.call_soon_threadsafe(use)

    def use():
        global value
        value = value + 1
        done.set()

    thread = threading.Thread(target=make)
    thread.start()
    await done.wait()
    print(value)
    thread.join()


asyncio.run(main())
