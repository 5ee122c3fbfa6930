# expect: lost-notify warning count=1
# run: --stop-after 2
# exit: any
import asyncio


async def announce(news):
    async with news:
        news.notify_all()


async def read(news, is_told):
    await is_told.wait()
    async with news:
        await news.wait()  # here


async def main():
    news, is_told = asyncio.Condition(), asyncio.Event()
    reader = asyncio.create_task(read(news, is_told))
    await announce(news)
    is_told.set()
    await reader


asyncio.run(main())
