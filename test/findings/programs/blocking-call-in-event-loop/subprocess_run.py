# expect: blocking-call-in-event-loop warning
# run: --children none
# may: straggler
import asyncio
import subprocess
import sys


async def tick():
    for _ in range(5):
        await asyncio.sleep(0.01)


async def convert():
    subprocess.run([sys.executable, "-S", "-c", "import time; time.sleep(0.3)"])  # here


async def main():
    await asyncio.gather(tick(), convert())


asyncio.run(main())
