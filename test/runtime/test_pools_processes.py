"""Pools of processes: multiprocessing.Pool and ProcessPoolExecutor, however their workers are started."""

import os
import sys
import unittest

from support.pools import FUTURE, IDLE, POOL_JOIN, Back, Job, Unit, pools_of
from support.programs import Workshop

HAS_FORK = hasattr(os, "fork")
HEAD = """
import os, sys, time
import multiprocessing
from concurrent.futures import ProcessPoolExecutor, as_completed, wait
context = multiprocessing.get_context({method!r})

def double(x):
    return 2 * x

def fails_at_3(x):
    if x == 3:
        raise ValueError(x)
    return x

def add(x, y):
    return x + y

def dies(x):
    os._exit(x)

def main():
"""
TAIL = """
if __name__ == "__main__":
    main()
"""


class PoolCase(unittest.TestCase):
    def setUp(self):
        self.workshop = Workshop()
        self.addCleanup(self.workshop.close)

    def pools(self, text, method="fork"):
        """Run the program, whose main function is `text`; returns its pools. Its output is `self.out`."""
        if method == "fork" and not HAS_FORK:
            self.skipTest("no fork on this system")
        path = self.workshop.write("program.py", HEAD.format(method=method) + text + TAIL)
        outcome = self.workshop.traced(path)
        self.assertEqual((outcome.code, outcome.err), (0, ""))
        self.out = outcome.out
        self.processes = self.workshop.recording().processes
        notes = [row for process in self.processes for row in process.rows("note")]
        self.assertEqual(notes, [], "an instrument switched itself off")
        return pools_of(self.processes)

    def assert_each_item_has_a_worker(self, pool):
        self.assertLessEqual({item.lane for item in pool.items}, set(pool.lanes))
        self.assertNotIn(0, {process for process, _ in pool.lanes}, "workers are processes of their own")
        self.assertLessEqual({wait.lane for wait in pool.waits if wait.op == IDLE}, set(pool.lanes))


class Pools(PoolCase):
    ALL = """
        with context.Pool(2) as pool:
            print(pool.apply(double, (1,)), pool.apply_async(double, (2,)).get(), pool.map(double, range(10), 4))
            print(pool.map_async(double, iter(range(3)), 1).get(), pool.starmap(add, [(1, 2), (3, 4)]))
            print(list(pool.imap(double, iter(range(3)))), sorted(pool.imap_unordered(double, range(5), 2)))
            print(pool.map(double, []), list(pool.imap(double, ())), pool.starmap_async(add, [(2, 2)]).get())
            try:
                pool.map(fails_at_3, range(10), 5)
            except ValueError as error:
                print(repr(error), error.__cause__)
            pool.close()
            pool.join()
    """

    def check_all(self, pool):
        self.assertEqual((pool.kind, pool.workers, pool.site), ("process-pool", 2, "main"))
        given = [(1, 0), (1, 0), (10, 4), (3, 1), (2, 1), (0, 0), (0, 2), (0, 0), (0, 0), (1, 1), (10, 5)]
        self.assertEqual(pool.jobs, [Job(number, *given) for number, given in enumerate(given, 1)])
        self.assertEqual(pool.handed, [Unit(6, n, 1) for n in range(3)] + [Unit(7, 0, 2), Unit(7, 1, 2), Unit(7, 2, 1)])
        self.assertEqual(pool.totals, (36, 34, 1, 1))
        self.assertEqual(pool.codes(), {"double": 23, "add": 3, "fails_at_3": 9})
        self.assertEqual(sum(back.items for back in pool.back), 36)
        self.assertEqual([back[2:] for back in pool.back if back.failed], [(5, True)])
        self.assertEqual(len(pool.lanes), 2)
        self.assertEqual(pool.waits_for(POOL_JOIN)[0], (0, "done"))
        self.assert_each_item_has_a_worker(pool)

    def test_fork(self):
        (pool,) = self.pools(self.ALL)
        self.check_all(pool)

    def test_spawn(self):
        (pool,) = self.pools(self.ALL, "spawn")
        self.check_all(pool)

    @unittest.skipUnless(HAS_FORK, "no fork on this system")
    def test_fork_server(self):
        (pool,) = self.pools(self.ALL, "forkserver")
        self.check_all(pool)

    def test_workers_that_are_replaced(self):
        (pool,) = self.pools("""
            with context.Pool(1, maxtasksperchild=2) as pool:
                numbers = pool.map(double, range(6), 1)
                pool.close()
                pool.join()
            print(numbers)
        """)
        self.assertEqual(pool.totals, (6, 6, 0, 0))
        self.assertGreaterEqual(len(pool.lanes), 3)
        self.assertEqual({len([i for i in pool.items if i.lane == lane]) for lane in pool.lanes} - {0}, {2})

    def test_what_cannot_be_sent_is_cancelled(self):
        (pool,) = self.pools("""
            with context.Pool(1) as pool:
                for work in (lambda: pool.apply(double, (lambda: 0,)), lambda: pool.map(lambda x: x, range(3), 2)):
                    try:
                        work()
                    except Exception as error:
                        print(type(error).__name__)
        """)
        self.assertEqual(pool.cancelled, [Unit(1, 0, 1), Unit(2, 0, 2), Unit(2, 1, 1)])
        self.assertEqual(pool.totals, (4, 0, 0, 4))

    def test_an_iterable_that_raises_is_no_item(self):
        (pool,) = self.pools("""
            def two():
                yield 1
                yield 2
                raise KeyError("three")
            with context.Pool(1) as pool:
                for size in 1, 2:
                    try:
                        for result in pool.imap(double, two(), size):
                            print(result)
                    except KeyError as error:
                        print(repr(error))
        """)
        self.assertEqual(pool.jobs, [Job(1, 0, 0), Job(2, 0, 2)])
        self.assertEqual(pool.totals, (4, 4, 0, 0))

    def test_a_pool_in_a_worker_of_a_pool(self):
        outer, inner = self.pools("""
            global nested
            def nested(n):
                from multiprocessing.pool import ThreadPool
                with ThreadPool(2) as pool:
                    return pool.map(double, range(n))
            with context.Pool(1) as pool:
                print(pool.map(nested, [3]))
        """)
        self.assertEqual((outer.kind, outer.totals), ("process-pool", (1, 1, 0, 0)))
        self.assertEqual((inner.kind, inner.totals), ("thread-pool", (3, 3, 0, 0)))
        self.assertEqual(inner.site, "nested")

    def test_very_many_items_are_told_by_one_record_a_chunk(self):
        (pool,) = self.pools("""
            with context.Pool(1) as pool:
                print(sum(pool.map(double, range(30_000), 9_000)))
                try:
                    pool.map(fails_at_3, range(20), 10)
                except ValueError as error:
                    print(error)
        """)
        self.assertEqual(pool.totals, (30_020, 30_013, 1, 6))
        self.assertEqual([item[:5] for item in pool.items[:2]], [(1, 0, 0, 1, "done"), (1, 0, 1, 1, "done")])
        rest = [(1, 1, 1_000, 8_000, "done"), (1, 2, 0, 9_000, "done"), (1, 3, 0, 3_000, "done")]
        rest += [(2, 0, 0, 4, "raised"), (2, 1, 0, 10, "done")]
        self.assertEqual([item[:5] for item in pool.items[10_000:]], rest)

    def test_a_worker_that_is_killed(self):
        """The pool starts another one; nobody hears of the item."""
        (pool,) = self.pools("""
            with context.Pool(1) as pool:
                lost = pool.apply_async(dies, (1,))
                print(pool.apply(double, (2,)), lost.ready())
        """)
        self.assertEqual(pool.totals, (2, 1, 0, 0))
        self.assertEqual([item.result for item in pool.items], ["runs", "done"])
        self.assertEqual(len(pool.lanes), 2)


class Executors(PoolCase):
    ALL = """
        with ProcessPoolExecutor(2, mp_context=context) as executor:
            print(executor.submit(double, 1).result(), executor.submit(fails_at_3, 3).exception())
            print(list(executor.map(double, range(10), chunksize=4)), list(executor.map(add, (1, 2), (3, 4))))
            print(list(executor.map(double, [])))
            try:
                print(list(executor.map(fails_at_3, range(5), chunksize=5)))
            except ValueError as error:
                print(repr(error), error.__cause__)
            futures = [executor.submit(double, n) for n in range(3)]
            print(len(list(as_completed(futures))), len(wait(futures).done))
    """

    def check_all(self, pool):
        self.assertEqual((pool.kind, pool.workers, pool.site), ("process-pool-executor", 2, "main"))
        # A job has the number of its first unit.
        given = [(1, 1, 0), (2, 1, 0), (3, 0, 4), (6, 0, 1), (8, 0, 5), (9, 1, 0), (10, 1, 0), (11, 1, 0)]
        self.assertEqual(pool.jobs, [Job(*row) for row in given])
        sizes = [(3, 0, 4), (3, 1, 4), (3, 2, 2), (6, 0, 1), (6, 1, 1), (8, 0, 5)]
        self.assertEqual(pool.handed, [Unit(*row) for row in sizes])
        self.assertEqual(pool.totals, (22, 19, 2, 1))
        self.assertEqual(pool.codes(), {"double": 14, "add": 2, "fails_at_3": 5})
        self.assertEqual(sum(back.items for back in pool.back), 22)
        self.assertEqual([back for back in pool.back if back.failed], [Back(2, 0, 1, True), Back(8, 0, 5, True)])
        self.assertEqual(pool.waits_for(POOL_JOIN), [(0, "done")])
        self.assertLessEqual({job for job, _ in pool.waits_for(FUTURE)}, {0, 1, 2, 3, 6, 8})
        self.assert_each_item_has_a_worker(pool)

    def test_fork(self):
        (pool,) = self.pools(self.ALL)
        self.check_all(pool)
        if sys.version_info < (3, 9) or sys.version_info >= (3, 12):
            self.assertEqual(len(pool.lanes), 2)

    def test_spawn(self):
        (pool,) = self.pools(self.ALL, "spawn")
        self.check_all(pool)

    @unittest.skipUnless(HAS_FORK, "no fork on this system")
    def test_fork_server(self):
        (pool,) = self.pools(self.ALL, "forkserver")
        self.check_all(pool)

    @unittest.skipIf(sys.version_info < (3, 11), "max_tasks_per_child came with 3.11")
    def test_workers_that_are_replaced(self):
        """One item at a time: with more, 3.11 to 3.13 themselves wait for ever when the worker ends (gh-115634)."""
        (pool,) = self.pools(
            """
            with ProcessPoolExecutor(1, mp_context=context, max_tasks_per_child=2) as executor:
                print([executor.submit(double, n).result() for n in range(4)])
            """,
            "spawn",
        )
        self.assertEqual(pool.totals, (4, 4, 0, 0))
        self.assertEqual({len([i for i in pool.items if i.lane == lane]) for lane in pool.lanes} - {0}, {2})

    def test_what_cannot_be_sent_is_cancelled(self):
        (pool,) = self.pools("""
            with ProcessPoolExecutor(1, mp_context=context) as executor:
                print(type(executor.submit(lambda: 0).exception()).__name__, executor.submit(double, 1).result())
        """)
        self.assertEqual(pool.cancelled, [Unit(1, 0, 1)])
        self.assertEqual(pool.totals, (2, 1, 0, 1))

    def test_a_worker_that_is_killed_breaks_the_pool(self):
        (pool,) = self.pools("""
            with ProcessPoolExecutor(1, mp_context=context) as executor:
                print(executor.submit(double, 1).result())
                print(type(executor.submit(dies, 1).exception()).__name__)
                try:
                    executor.submit(double, 2)
                except Exception as error:
                    print(type(error).__name__)
        """)
        self.assertEqual([(item.job, item.result) for item in pool.items], [(1, "done"), (2, "runs")])
        self.assertEqual(pool.back, [Back(1, 0, 1, False), Back(2, 0, 1, True)])

    def test_what_is_cancelled_does_not_run(self):
        (pool,) = self.pools("""
            with ProcessPoolExecutor(1, mp_context=context) as executor:
                go = context.Manager().Event()
                futures = [executor.submit(go.wait) for _ in range(2)] + [executor.submit(double, n) for n in range(5)]
                while not futures[0].running():
                    time.sleep(0.001)
                print(futures[-1].cancel())
                go.set()
        """)
        self.assertEqual(pool.cancelled, [Unit(7, 0, 1)])
        self.assertEqual(pool.totals, (7, 6, 0, 1))

    def test_a_nested_executor_and_a_map_past_the_executors_own(self):
        outer, inner = self.pools("""
            global nested
            def nested(n):
                from concurrent.futures import ThreadPoolExecutor
                with ThreadPoolExecutor(1) as executor:
                    return list(executor.map(double, range(n)))
            from concurrent.futures import Executor
            with ProcessPoolExecutor(1, mp_context=context) as executor:
                print(list(executor.map(nested, [2])), list(Executor.map(executor, double, [1, 2])))
        """)
        self.assertEqual(outer.totals, (3, 3, 0, 0))
        self.assertEqual(outer.jobs, [Job(1, 0, 1), Job(2, 1, 0), Job(3, 1, 0)])
        self.assertEqual(inner.totals, (2, 2, 0, 0))


if __name__ == "__main__":
    unittest.main()
