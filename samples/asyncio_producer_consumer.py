"""A producer and two consumers as tasks, with an asyncio.Queue of two places between them, and a lock at the till."""

import asyncio

ORDERS = 10


async def take_orders(orders):
    for number in range(ORDERS):
        await orders.put(number)
    for _ in range(2):
        await orders.put(None)


async def serve(orders, till, served):
    while True:
        order = await orders.get()
        if order is None:
            return
        await asyncio.sleep(0.002)
        async with till:
            await asyncio.sleep(0.001)
            served.append(order)


async def main():
    orders = asyncio.Queue(maxsize=2)
    till = asyncio.Lock()
    served = []
    loop = asyncio.get_running_loop()
    waiters = [loop.create_task(serve(orders, till, served)) for _ in range(2)]
    for number, task in enumerate(waiters):
        task.set_name("waiter-%d" % number)
    await take_orders(orders)
    for task in waiters:
        await task
    print("%d orders served" % len(served))


if __name__ == "__main__":
    asyncio.run(main())
