"""asyncio's tasks: runtime/_raceway/instruments/asyncio_tasks.py, asyncio_waits.py, asyncio_loops.py."""

import asyncio
import concurrent.futures
import gc
import threading
import unittest
import weakref
from sys import _getframe, version_info

from support.instrumented import Helper
from support.tasks import BEGAN, TasksCase

EAGER = getattr(asyncio, "eager_task_factory", None)


def here():
    return _getframe(1).f_lineno


class Lives(TasksCase):
    def test_from_its_creation_to_its_end(self):
        async def sleeper():
            await asyncio.sleep(0)
            await asyncio.sleep(0.001)
            return 1

        async def main():
            task = asyncio.create_task(sleeper(), name="sleeper")
            asyncio.current_task().set_name("root")
            return await task

        self.assertEqual(self.run_tasks(main()), 1)
        self.assertEqual(
            self.life("sleeper"),
            ["root → lets others run", "sleeper → SLEEP 1000000", "loop → returned"],
        )
        self.assertEqual(self.life("root"), ["main → TASK sleeper", "sleeper → returned"])
        creators = self.creators()
        self.assertEqual((creators["root"], creators["sleeper"]), ("main", "root"))

    def test_how_it_ended(self):
        async def raises():
            raise ValueError

        async def main():
            future = asyncio.get_running_loop().create_future()
            failing = asyncio.create_task(raises(), name="failing")
            stuck = asyncio.ensure_future(future)
            waiting = asyncio.create_task(asyncio.wait([future]), name="waiting")
            await asyncio.sleep(0)
            waiting.cancel()
            never = asyncio.create_task(asyncio.sleep(0), name="never begun")
            never.cancel()
            return await asyncio.gather(failing, waiting, never, return_exceptions=True), stuck

        outcome, _ = self.run_tasks(main())
        self.assertEqual([type(one) for one in outcome], [ValueError] + [asyncio.CancelledError] * 2)
        self.assertEqual(self.life("failing")[-1][-6:], "raised")
        self.assertRegex(self.life("waiting")[0], "TASKS$")
        self.assertRegex(self.life("waiting")[1], "cancelled$")
        self.assertEqual(len(self.life("never begun")), 1)
        self.assertRegex(self.life("never begun")[0], "cancelled$")

    def test_what_ends_the_loop_ends_the_step(self):
        async def main():
            asyncio.current_task().set_name("ends all")
            raise KeyboardInterrupt

        with self.assertRaises(KeyboardInterrupt):
            self.run_tasks(main())
        self.assertEqual(self.life("ends all"), ["main → raised"])
        self.assertEqual(self.recorder.local.me.runs, -1)

    def test_names(self):
        async def nothing():
            return

        async def main():
            asyncio.current_task().set_name("renamed")
            given = ["plain", "worker-17", "worker-0", "worker-007", "Task-x", "日本-5", "", "8", "x" + "9" * 12]
            tasks = [asyncio.create_task(nothing(), name=name) for name in given]
            tasks[0].set_name("another")
            await asyncio.gather(*tasks)
            return ["another"] + given[1:]

        wanted = self.run_tasks(main())
        self.assertLessEqual({"renamed", *wanted}, set(self.names().values()))
        self.assertEqual(len([row for row in self.rows("text") if row["text"] == "worker-"]), 1)

    def test_thousands_of_tasks_leave_no_line_each(self):
        async def nothing():
            return

        async def main():
            for name in ("default", "numbered"):
                named = {"name": "numbered-%d"} if name == "numbered" else {}
                await asyncio.gather(
                    *[
                        asyncio.create_task(nothing(), **{k: v % number for k, v in named.items()})
                        for number in range(1500)
                    ]
                )

        before = sum(len(self.rows(k)) for k in ("text", "lane", "rename", "code"))
        self.run_tasks(main())
        self.assertLess(sum(len(self.rows(k)) for k in ("text", "lane", "rename", "code")), before + 20)
        ended = [low >> 8 for kind, _, _, low, _ in self.new_records() if kind == 45]
        self.assertGreater(ended.count(1), 3_000)

    def test_nobody_keeps_a_task_or_a_future(self):
        seen = []

        async def main():
            loop = asyncio.get_running_loop()
            task, future = asyncio.create_task(asyncio.sleep(0.001)), loop.create_future()
            waiting = asyncio.ensure_future(asyncio.wait([future], timeout=0.001))
            seen.extend([weakref.ref(task), weakref.ref(future), weakref.ref(waiting)])
            await task
            await waiting
            del task, future, waiting
            await asyncio.sleep(0)
            gc.collect()
            return [one() for one in seen]

        self.assertEqual(self.run_tasks(main()), [None, None, None])

    def test_a_task_that_is_dropped_while_it_waits(self):
        said = []

        async def forever():
            await asyncio.get_running_loop().create_future()

        async def main():
            loop = asyncio.get_running_loop()
            loop.set_exception_handler(lambda _, context: said.append(context["message"]))
            loop.create_task(forever(), name="dropped")
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            gc.collect()

        self.run_tasks(main())
        self.assertEqual(said, ["Task was destroyed but it is pending!"])
        self.assertRegex(self.life("dropped")[0], "FUTURE 0.0$")
        self.assertEqual(len(self.life("dropped")), 1)


class Wakers(TasksCase):
    def test_another_task_and_its_line(self):
        lines = {}

        async def waits(future):
            lines["awaits"] = here() + 1
            await future

        async def main():
            future = asyncio.get_running_loop().create_future()
            task = asyncio.create_task(waits(future), name="woken")
            asyncio.current_task().set_name("waking")
            await asyncio.sleep(0)
            lines["wakes"] = here() + 1
            future.set_result(None)
            await task

        self.run_tasks(main())
        self.assertEqual(self.life("woken"), ["waking → FUTURE 0.0", "waking → returned"])
        self.assertEqual(self.lines("woken")[0], lines["awaits"])
        self.assertEqual(self.lines("woken", BEGAN)[1], lines["wakes"])

    def test_through_callbacks(self):
        async def one(event):
            await event.wait()

        async def main():
            asyncio.current_task().set_name("parent")
            first, last = asyncio.Event(), asyncio.Event()
            children = [
                asyncio.create_task(one(event), name=name) for event, name in ((first, "quick"), (last, "slow"))
            ]
            loop = asyncio.get_running_loop()
            loop.call_later(0.001, first.set)
            loop.call_later(0.002, last.set)
            await asyncio.gather(*children)
            await asyncio.wait([asyncio.create_task(asyncio.sleep(0.001), name="alone")])

        self.run_tasks(main())
        self.assertEqual(self.life("parent"), ["main → TASKS", "slow → TASKS", "alone → returned"])

    def test_another_thread(self):
        async def main():
            asyncio.current_task().set_name("from outside")
            loop = asyncio.get_running_loop()
            future = loop.create_future()
            helper = Helper(lambda: loop.call_soon_threadsafe(future.set_result, self.recorder.local.me.id))
            lane = await future
            helper.finish()
            return lane

        lane = self.run_tasks(main())
        self.assertEqual(self.life("from outside")[1], "lane %d → returned" % lane)

    def test_the_loop_waits_for_what_is_outside(self):
        async def main():
            await asyncio.sleep(0.001)

        before = len(self.selects())
        self.run_tasks(main())
        waits = self.selects()[before:]
        self.assertIn(2, waits, "the timer's time came")
        self.assertNotIn(0, waits)

    def selects(self):
        """Results of the waits for I/O of kind select, of this thread."""
        lane = self.recording.lane_id()
        return [
            words[at + 6]
            for of_lane, words, at in self.recording.slots()
            if of_lane == lane and words[at + 3] >> 56 == 2 and words[at + 2] & 255 == 15 and words[at + 4] == 6
        ]

    def test_loops_in_several_threads(self):
        async def pings(event, other, loop):
            await event.wait()
            loop.call_soon_threadsafe(other.set)

        def in_thread(number):
            async def main():
                asyncio.current_task().set_name("loop-%d" % number)
                await asyncio.gather(*[asyncio.sleep(0.001) for _ in range(3)])

            self.run_tasks(main())

        helpers = [Helper(in_thread, number) for number in range(3)]
        for helper in helpers:
            helper.finish()
        for number, helper in enumerate(helpers):
            first, last = self.life("loop-%d" % number)
            self.assertEqual(first, "lane %d → TASKS" % self.lane_of(helper))
            self.assertRegex(last, "returned$")


class Waits(TasksCase):
    def wait_of(self, awaitable_maker):
        """How the first step of a task ends that awaits what `awaitable_maker()` makes."""

        async def main():
            asyncio.current_task().set_name("it")
            await awaitable_maker()

        self.run_tasks(main())
        return self.life("it")[0].partition(" → ")[2]

    def test_for_tasks(self):
        async def nap():
            await asyncio.sleep(0.001)

        def named():
            return asyncio.create_task(nap(), name="nap")

        for wanted, maker in (
            ("TASK nap", named),
            ("TASK nap", lambda: asyncio.shield(named())),
            ("TASKS", lambda: asyncio.gather(nap(), nap())),
            ("TASKS", lambda: asyncio.wait([asyncio.ensure_future(nap())])),
            ("TASKS", lambda: next(iter(asyncio.as_completed([nap()])))),
            ("TASK nap", lambda: asyncio.wait_for(named(), 1)),
        ):
            self.forget()
            self.assertEqual(self.wait_of(maker), wanted)

    @unittest.skipUnless(hasattr(asyncio, "TaskGroup"), "since 3.11")
    def test_for_a_task_group_and_in_a_timeout(self):
        async def group():
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(asyncio.sleep(0.001))

        async def limited():
            async with asyncio.timeout(60):
                await asyncio.sleep(0.001)

        self.assertEqual(self.wait_of(group), "TASKS")
        self.forget()
        self.assertEqual(self.wait_of(limited), "SLEEP 1000000")

    def test_for_a_timeout_that_comes(self):
        async def late():
            with self.assertRaises(asyncio.TimeoutError):
                await asyncio.wait_for(asyncio.Event().wait(), 0.001)

        kind = self.wait_of(late)
        self.assertRegex(kind, "^TASK Task-" if version_info < (3, 12) else "^EVENT ")

    def test_for_time_of_all_kinds(self):
        class Seconds(float):
            pass

        self.assertEqual(self.wait_of(lambda: asyncio.sleep(Seconds(0.001))), "SLEEP 1000000")

    def test_for_a_thread(self):
        async def outside():
            with concurrent.futures.ThreadPoolExecutor(1) as pool:
                future = pool.submit(threading.Event().wait, 0.05)
                future._raceway = (5, 7)
                await asyncio.wrap_future(future)

        self.assertEqual(self.wait_of(outside), "FUTURE 5.7")

    def test_for_the_network(self):
        async def served(reader, writer):
            writer.write(await reader.readline())
            await writer.drain()
            writer.close()

        async def client():
            server = await asyncio.start_server(served, "127.0.0.1", 0)
            async with server:
                reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
                writer.write(b"line\n")
                line = await reader.readline()
                writer.close()
            return line

        async def main():
            asyncio.current_task().set_name("client")
            return await client()

        self.assertEqual(self.run_tasks(main()), b"line\n")
        ends = [step.partition(" → ")[2] for step in self.life("client")]
        self.assertIn("IO connect", ends)
        self.assertIn("IO receive", ends)
        self.assertEqual(ends[-1], "returned")


class Makers(TasksCase):
    def test_a_task_made_without_the_loop(self):
        async def main():
            return await asyncio.Task(asyncio.sleep(0, 5), name="by hand")

        self.assertEqual(self.run_tasks(main()), 5)
        self.assertRegex(self.life("by hand")[-1], "returned$")

    def test_a_task_factory_names_its_tasks_later(self):
        async def main():
            loop = asyncio.get_running_loop()
            loop.set_task_factory(lambda loop, coro, **more: asyncio.Task(coro, loop=loop, **more))
            await asyncio.create_task(asyncio.sleep(0), name="named later")

        self.run_tasks(main())
        self.assertRegex(self.life("named later")[-1], "returned$")
        self.assertEqual([row for row in self.rows("rename") if row["name"] == "named later"], [])

    def test_a_factory_may_make_what_is_no_task(self):
        class Other(asyncio.Future):
            def set_name(self, name):
                pass

        async def main():
            loop = asyncio.get_running_loop()

            def factory(loop, coro, **more):
                coro.close()
                other = Other(loop=loop)
                other.set_result(3)
                return other

            loop.set_task_factory(factory)
            made = asyncio.create_task(asyncio.sleep(0))
            loop.set_task_factory(None)
            return await made

        self.assertEqual(self.run_tasks(main()), 3)

    def test_a_subclass_with_its_own_attributes(self):
        asked = []

        class Curious(asyncio.Task):
            def __getattr__(self, name):
                asked.append(name)
                raise AttributeError(name)

        async def main():
            return await Curious(asyncio.sleep(0, 4), name="curious")

        self.assertEqual(self.run_tasks(main()), 4)
        self.assertRegex(self.life("curious")[-1], "returned$")
        self.assertNotIn("_raceway", asked)

    def test_tasks_written_in_python(self):
        async def main():
            loop = asyncio.get_running_loop()
            future = loop.create_future()
            waiting = asyncio.tasks._PyTask(asyncio.wait([future]), loop=loop, name="in python")
            await asyncio.sleep(0)
            future.set_result(1)
            await waiting

        self.run_tasks(main())
        self.assertRegex(self.life("in python")[0], "TASKS$")
        self.assertRegex(self.life("in python")[1], "returned$")

    def test_coroutines_of_generators(self):
        async def counting():
            for number in range(2):
                await asyncio.sleep(0.001)
                yield number

        async def main():
            asyncio.current_task().set_name("consumer")
            return [number async for number in counting()]

        self.assertEqual(self.run_tasks(main(), debug=True), [0, 1])
        self.assertEqual([step.partition(" → ")[2] for step in self.life("consumer")][:2], ["SLEEP 1000000"] * 2)

    @unittest.skipIf(EAGER is None, "since 3.12")
    def test_eager_tasks_begin_inside_their_creators_step(self):
        async def done_at_once():
            return 1

        async def goes_on():
            await asyncio.sleep(0.001)

        async def fails():
            raise ValueError

        async def main():
            asyncio.current_task().set_name("eager parent")
            loop = asyncio.get_running_loop()
            loop.set_task_factory(EAGER)
            made = [loop.create_task(one(), name=one.__name__) for one in (done_at_once, goes_on, fails)]
            return await asyncio.gather(*made, return_exceptions=True)

        self.assertEqual(self.run_tasks(main())[0], 1)
        self.assertEqual(self.life("done_at_once"), ["eager parent → returned"])
        self.assertEqual(self.life("goes_on"), ["eager parent → SLEEP 1000000", "loop → returned"])
        self.assertEqual(self.life("fails"), ["eager parent → raised"])
        self.assertEqual(
            self.life("eager parent"),
            ["main → lets others run", "loop → lets others run", "loop → lets others run"]
            + ["loop → TASKS", "goes_on → returned"],
        )

    def test_what_asyncio_runs_for_itself_is_internal(self):
        async def main():
            pass

        self.run_tasks(main())
        self.assertIn("shutdown_asyncgens", [row["name"] for row in self.rows("lane") if row["internal"]])

    def test_a_task_of_the_librarys_coroutine_has_its_name(self):
        async def main():
            await asyncio.create_task(asyncio.sleep(0), name="slept")

        self.run_tasks(main())
        names = self.names()
        (place,) = [site for kind, task, _, _, site in self.new_records() if kind == 43 and names[task] == "slept"]
        (row,) = [row for row in self.rows("code") if row["id"] == place >> 32]
        self.assertEqual((row["name"], row["program"]), ("sleep", False))

    def test_a_cancelled_callback_leaves_nothing(self):
        from _raceway.instruments import asyncio_tasks

        async def main():
            loop = asyncio.get_running_loop()
            handles = [loop.call_soon(print) for _ in range(5)]
            for handle in handles:
                handle.cancel()
            await asyncio.sleep(0)

        self.run_tasks(main())
        living = [origin for origin in asyncio_tasks._origins.values() if origin[0]() is not None]
        self.assertEqual(living, [])


if __name__ == "__main__":
    unittest.main()
