"""Whole asyncio programs print, raise and end as they do without us."""

import textwrap
import unittest

from support.programs import Workshop

# What fails, and is told of on the error stream: tracebacks through tasks, groups of exceptions, dropped tasks.
FAILURES = """
import asyncio, gc, sys, warnings

async def deep(n):
    await asyncio.sleep(0)
    if n: await deep(n - 1)
    raise ValueError("deep")

async def never(): pass

async def main():
    try:
        await asyncio.gather(deep(2), deep(1))
    except ValueError as error:
        import traceback; traceback.print_exception(type(error), error, error.__traceback__)
    task = asyncio.create_task(deep(1), name="unread")
    await asyncio.sleep(0); await asyncio.sleep(0); await asyncio.sleep(0); await asyncio.sleep(0)
    del task
    gc.collect()
    never()
    lock = asyncio.Lock()
    async with lock:
        try:
            await asyncio.wait_for(lock.acquire(), 0.01)
        except asyncio.TimeoutError as error:
            print(type(error), repr(error), error.__context__ is None)
    stuck = asyncio.create_task(asyncio.Event().wait(), name="stuck")
    await asyncio.sleep(0)
    stuck.print_stack(file=sys.stdout)
    print(len(stuck.get_stack()), sorted(task.get_name() for task in asyncio.all_tasks()))
    stuck.cancel()
    try:
        await stuck
    except asyncio.CancelledError as error:
        import traceback; traceback.print_exc()
    raise SystemExit(3)

asyncio.run(main())
"""

# The debug mode looks at frames, at the clock, and at who calls what.
DEBUG = """
import asyncio, logging, sys
logging.basicConfig(format="%(name)s %(levelname)s", level=logging.WARNING)

async def child():
    await asyncio.sleep(0.01)
    return sys._getframe().f_back.f_code.co_name

async def main():
    loop = asyncio.get_running_loop()
    loop.slow_callback_duration = 600
    task = asyncio.create_task(child())
    print([frame.lineno for frame in task._source_traceback if frame.filename == __file__])
    print(await task)
    queue = asyncio.Queue(1)
    producer = asyncio.create_task(produce(queue))
    print([await queue.get() for _ in range(4)], queue)
    handle = loop.call_soon(boom)
    print([frame.lineno for frame in handle._source_traceback if frame.filename == __file__])
    loop.set_exception_handler(lambda loop, context: print(context["message"], type(context["exception"])))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print(await loop.run_in_executor(None, sum, [1, 2]))

async def produce(queue):
    for n in range(4):
        await queue.put(n)

def boom():
    raise KeyError("boom")

asyncio.run(main(), debug=True)
"""

# The world outside: a server, child processes, threads, signals, a fork in the middle of a task.
OUTSIDE = """
import asyncio, os, signal, sys

async def served(reader, writer):
    while True:
        line = await reader.readline()
        if not line: break
        writer.write(line.upper())
        await writer.drain()
    writer.close()

async def main():
    pid = os.fork()
    if not pid:
        os._exit(7)
    print(os.waitpid(pid, 0)[1])
    await asyncio.sleep(0)
    server = await asyncio.start_server(served, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    for word in (b"one\\n", b"two\\n"):
        writer.write(word)
        await writer.drain()
        print(await reader.readline())
    writer.close()
    server.close()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", "import sys; print(sys.stdin.read()[::-1])", stdin=-1, stdout=-1)
    print(await process.communicate(b"abc"), process.returncode)
    loop = asyncio.get_running_loop()
    got = asyncio.Event()
    loop.add_signal_handler(signal.SIGUSR1, got.set)
    os.kill(os.getpid(), signal.SIGUSR1)
    await got.wait()
    if hasattr(asyncio, "to_thread"):
        print(await asyncio.to_thread(len, "abc"))
    async def numbers():
        try:
            for n in range(3):
                await asyncio.sleep(0)
                yield n
        finally:
            print("closed")
    async for n in numbers():
        if n: break
    print("done")

asyncio.run(main())
"""

# Ctrl-C while all tasks wait, and while one computes.
INTERRUPTED = """
import asyncio, os, signal

async def waits(n):
    try:
        await asyncio.sleep(60)
    except asyncio.CancelledError:
        print("cancelled", n)
        raise

async def main():
    tasks = [asyncio.ensure_future(waits(n)) for n in range(1)]
    await asyncio.sleep(0)
    os.kill(os.getpid(), signal.SIGINT)
    await asyncio.gather(*tasks)

try:
    asyncio.run(main())
except KeyboardInterrupt:
    print("interrupted")
loop = asyncio.new_event_loop()
print(loop.run_until_complete(asyncio.sleep(0, "another loop")))
loop.close()
"""


class Programs(unittest.TestCase):
    def setUp(self):
        self.workshop = Workshop()
        self.addCleanup(self.workshop.close)

    def behaves(self, source, *options):
        """Runs the program both ways; returns what was recorded of its first process."""
        program = self.workshop.write("program.py", textwrap.dedent(source))
        traced = self.workshop.traced(*options, program)
        untraced = self.workshop.untraced(*options, program)
        self.assertEqual(traced.comparable(), untraced.comparable())
        process = self.workshop.recording().processes[0]
        self.assertEqual(process.rows("note"), [])
        steps = [record.kind for record in sum(process.records.values(), []) if record.kind in ("STEP", "STEP_END")]
        self.assertEqual(steps.count("STEP"), steps.count("STEP_END"))
        self.assertGreater(len(steps), 0)
        return process

    def test_failures(self):
        self.behaves(FAILURES)

    def test_debug_mode(self):
        self.behaves(DEBUG)

    def test_the_world_outside(self):
        self.behaves(OUTSIDE)

    def test_interrupted(self):
        self.behaves(INTERRUPTED)


if __name__ == "__main__":
    unittest.main()
