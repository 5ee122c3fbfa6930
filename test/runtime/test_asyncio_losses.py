"""Coroutines and tasks that nobody keeps: runtime/_raceway/instruments/asyncio_losses.py."""

import opcode
import sys
import textwrap
import unittest

from support.programs import RUNTIME, Workshop

sys.path.insert(0, RUNTIME)
from _raceway.instruments import asyncio_losses  # noqa: E402

sys.path.remove(RUNTIME)

# Every way in which something is lost, each told of or not by Python itself.
LOSSES = """
import asyncio, gc, sys, warnings

async def save(number=0):
    await asyncio.sleep(0)

async def send(number):
    await asyncio.sleep(0.001 * number)
    raise ValueError(number)

async def watch():
    await asyncio.get_running_loop().create_future()

async def main():
    loop = asyncio.get_running_loop()
    {handler}
    save()
    kept = [save(number) for number in range(2)]
    kept.clear()
    save().close()
    try:
        await asyncio.gather(send(1), send(2))
    except ValueError as error:
        print("first", error)
    await asyncio.sleep(0.05)
    tasks = [asyncio.ensure_future(send(number)) for number in (1, 2)]
    try:
        await asyncio.gather(*tasks)
    except ValueError as error:
        print("asked", error)
    await asyncio.wait(tasks)
    print([task.exception() for task in tasks])
    tasks = error = None
    failing = asyncio.ensure_future(send(0))
    failing.set_name("failing")
    await asyncio.sleep(0.01)
    failing = None
    asyncio.ensure_future(watch()).set_name("watch")
    await asyncio.sleep(0)
    gc.collect()
    await asyncio.sleep(0)

save()
asyncio.run(main())
"""
HANDLER = """loop.set_exception_handler(lambda loop, context: print(sorted(context), context["message"]))"""
RAISING = """loop.set_exception_handler(lambda loop, context: 1 / 0)"""
EXPECTED = [("TASK_LOST", 1), ("TASK_LOST", 2), ("TASK_LOST", 3)] + [("UNAWAITED", 0)] * 2 + [("UNAWAITED", 1)] * 2


class Losses(unittest.TestCase):
    def setUp(self):
        self.workshop = Workshop()
        self.addCleanup(self.workshop.close)

    def losses(self, *options, handler="pass"):
        """(kind, what) of the records of a program that prints the same with us as without."""
        program = self.workshop.write("program.py", textwrap.dedent(LOSSES).format(handler=handler))
        traced = self.workshop.traced(*options, program)
        self.assertEqual(traced.comparable(), self.workshop.untraced(*options, program).comparable())
        process = self.workshop.recording().processes[0]
        self.assertEqual(process.rows("note"), [])
        records = sum(process.records.values(), [])
        return sorted((record.kind, record.seq) for record in records if record.kind in ("UNAWAITED", "TASK_LOST"))

    def test_what_python_prints_stays(self):
        self.assertEqual(self.losses(), EXPECTED)

    def test_warnings_that_are_errors(self):
        self.assertEqual(self.losses("-W", "error"), EXPECTED)

    def test_warnings_that_nobody_wants(self):
        self.assertEqual(self.losses("-W", "ignore"), EXPECTED)

    def test_handlers_of_the_program(self):
        self.assertEqual(self.losses(handler=HANDLER), EXPECTED)
        self.assertEqual(self.losses(handler=RAISING), EXPECTED)

    def test_debug_mode_knows_where_a_coroutine_was_made(self):
        self.assertEqual(self.losses("-X", "dev"), EXPECTED)

    def test_no_loop_at_all(self):
        program = self.workshop.write("program.py", "import asyncio\nasync def main(): pass\nmain()\n")
        traced = self.workshop.traced(program)
        self.assertEqual(traced.comparable(), self.workshop.untraced(program).comparable())
        self.assertIn("never awaited", traced.err)

    def test_the_instruction_that_throws_away(self):
        self.assertEqual(asyncio_losses.POP_TOP, opcode.opmap["POP_TOP"])


if __name__ == "__main__":
    unittest.main()
