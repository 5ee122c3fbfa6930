"""Pools of threads, ThreadPoolExecutor, pool.ThreadPool and dummy.Pool: what each way to give them work leaves in a recording."""

import sys
import textwrap
import unittest

from support.pools import FUTURE, IDLE, POOL_JOIN, Job, Unit, pools_of
from support.programs import Workshop

HEAD = """
import sys, threading, time
from concurrent.futures import ThreadPoolExecutor, as_completed, wait
from multiprocessing.pool import ThreadPool
from multiprocessing import dummy

def double(x):
    return 2 * x

def fails_at_3(x):
    if x == 3:
        raise ValueError(x)
    return x
"""


class PoolCase(unittest.TestCase):
    def setUp(self):
        self.workshop = Workshop()
        self.addCleanup(self.workshop.close)

    def pools(self, text):
        """Run the program; returns its pools. Its output is `self.out`."""
        outcome = self.workshop.traced(self.workshop.write("program.py", HEAD + textwrap.dedent(text)))
        self.assertEqual((outcome.code, outcome.err), (0, ""))
        self.out = outcome.out
        self.processes = self.workshop.recording().processes
        notes = [row for process in self.processes for row in process.rows("note")]
        self.assertEqual(notes, [], "an instrument switched itself off")
        return pools_of(self.processes)

    def lane_rows(self):
        return [row for process in self.processes for row in process.rows("lane")]


class Executors(PoolCase):
    def test_submits(self):
        (pool,) = self.pools("""
            with ThreadPoolExecutor(3) as executor:
                futures = [executor.submit(double, n) for n in range(4)]
                print([future.result() for future in futures])
        """)
        self.assertEqual((pool.kind, pool.workers), ("thread-pool-executor", 3))
        self.assertEqual(pool.jobs, [Job(n, 1, 0) for n in (1, 2, 3, 4)])
        self.assertEqual([item[:5] for item in pool.items], [(n, 0, 0, 1, "done") for n in (1, 2, 3, 4)])
        self.assertEqual(pool.totals, (4, 4, 0, 0))
        self.assertEqual(pool.codes(), {"double": 4})
        self.assertEqual(pool.waits_for(POOL_JOIN), [(0, "done")])
        self.assertLessEqual({item.lane for item in pool.items}, set(pool.lanes))
        self.assertTrue(1 <= len(pool.lanes) <= 3)

    def test_map_is_one_job(self):
        (pool,) = self.pools("""
            with ThreadPoolExecutor(2) as executor:
                print(list(executor.map(double, iter(range(5)))), list(executor.map(pow, [2, 3], [3, 2], chunksize=7)))
                print(list(executor.map(double, [])))
        """)
        self.assertEqual(pool.jobs, [Job(1, 0, 0), Job(2, 0, 0)])
        self.assertEqual(pool.handed, [Unit(1, n, 1) for n in range(5)] + [Unit(2, 0, 1), Unit(2, 1, 1)])
        self.assertEqual(pool.totals, (7, 7, 0, 0))
        self.assertEqual(pool.codes(), {"double": 5, None: 2})

    def test_what_a_generator_submits_while_map_takes_its_items_is_its_own(self):
        (pool,) = self.pools("""
            with ThreadPoolExecutor(2) as executor:
                def numbers():
                    for n in range(2):
                        yield executor.submit(double, n).result()
                print(list(executor.map(double, numbers())))
        """)
        self.assertEqual(sorted(job.items for job in pool.jobs), [0, 1, 1])
        self.assertEqual([unit.index for unit in pool.handed], [0, 1])
        self.assertEqual(pool.totals, (4, 4, 0, 0))

    def test_items_that_raise(self):
        (pool,) = self.pools("""
            with ThreadPoolExecutor(2) as executor:
                futures = [executor.submit(fails_at_3, n) for n in range(5)]
                print([future.exception() for future in futures])
        """)
        self.assertEqual([item.result for item in pool.items], ["done"] * 3 + ["raised", "done"])
        self.assertEqual(pool.totals, (5, 4, 1, 0))

    def test_what_is_cancelled_does_not_run(self):
        (pool,) = self.pools("""
            began, go = threading.Event(), threading.Event()
            def first():
                began.set()
                go.wait()
            with ThreadPoolExecutor(1) as executor:
                running = executor.submit(first)
                began.wait()
                waiting = [executor.submit(double, n) for n in range(3)]
                print(running.cancel(), waiting[1].cancel(), waiting[1].cancel())
                go.set()
        """)
        self.assertEqual(pool.cancelled, [Unit(3, 0, 1)])
        self.assertEqual(pool.totals, (4, 3, 0, 1))

    @unittest.skipIf(sys.version_info < (3, 9), "shutdown(cancel_futures=…) came with 3.9")
    def test_shutdown_cancels(self):
        (pool,) = self.pools("""
            began, go = threading.Event(), threading.Event()
            def first():
                began.set()
                go.wait()
            executor = ThreadPoolExecutor(1)
            executor.submit(first)
            began.wait()
            rest = executor.map(double, range(3))
            executor.shutdown(wait=False, cancel_futures=True)
            go.set()
            executor.shutdown()
        """)
        self.assertEqual(pool.cancelled, [Unit(2, 0, 1), Unit(2, 1, 1), Unit(2, 2, 1)])
        self.assertEqual(pool.totals, (4, 1, 0, 3))
        self.assertEqual(pool.waits_for(POOL_JOIN), [(0, "done")])

    def test_an_initializer_that_fails_fails_what_waits(self):
        (pool,) = self.pools("""
            import logging
            logging.disable()
            go = threading.Event()
            def initialize():
                go.wait()
                raise OSError("no")
            executor = ThreadPoolExecutor(1, initializer=initialize)
            futures = [executor.submit(double, n) for n in range(3)]
            go.set()
            print([type(future.exception()).__name__ for future in futures])
        """)
        self.assertEqual(self.out, "%s\n" % (["BrokenThreadPool"] * 3))
        self.assertEqual(pool.totals, (3, 0, 0, 0))
        self.assertEqual([(back.items, back.failed) for back in pool.back], [(1, True)] * 3)

    def test_waits_for_results(self):
        (pool,) = self.pools("""
            go = threading.Event()
            def opens():
                go.set()
                return go
            with ThreadPoolExecutor(1) as executor:
                future = executor.submit(go.wait)
                for timed_out in (future.result, future.exception):
                    try:
                        timed_out(timeout=0.001)
                    except Exception as error:
                        print(type(error).__name__)
                print(wait([future], timeout=0.001).not_done == {future})
                try:
                    next(as_completed([future], timeout=0.001))
                except Exception as error:
                    print(error)
                threading.Timer(0.01, go.set).start()
                print(future.result(), future.result())
                go.clear()
                futures = [executor.submit(go.wait), executor.submit(double, 1)]
                threading.Timer(0.01, go.set).start()
                print(len(list(as_completed(futures))), len(wait(futures).done))
        """)
        timed_out = [(1, "timed out"), (1, "timed out"), (0, "timed out"), (0, "timed out")]
        waits = pool.waits_for(FUTURE)
        self.assertEqual(waits[:5], timed_out + [(1, "done")])
        self.assertEqual(set(waits[5:]), {(0, "done")})

    def test_workers_are_idle_between_items(self):
        (pool,) = self.pools("""
            with ThreadPoolExecutor(1) as executor:
                for n in range(3):
                    print(executor.submit(double, n).result())
                    executor._work_queue.empty() and time.sleep(0.005)
        """)
        idle = [wait for wait in pool.waits if wait.op == IDLE]
        self.assertGreaterEqual(len(idle), 1)
        self.assertEqual({wait.lane for wait in idle}, set(pool.lanes))
        (worker,) = [row for row in self.lane_rows() if row["name"].startswith("ThreadPoolExecutor")]
        self.assertFalse(worker["internal"])

    def test_callables_of_all_kinds(self):
        (pool,) = self.pools("""
            import functools
            class Doubler:
                def __init__(self, factor=2): self.factor = factor
                def times(self, n): return self.factor * n
                def __call__(self, n): return self.factor * n
                @classmethod
                def of_class(cls, n): return n
                @staticmethod
                def of_nobody(n): return n
                def __getattr__(self, name): raise RuntimeError(name)
            one = Doubler()
            all_kinds = [one.times, one, Doubler.of_class, Doubler.of_nobody, Doubler, functools.partial(double),
                         functools.partial(functools.partial(one)), abs, int, lambda n: n]
            with ThreadPoolExecutor(1) as executor:
                print(len([executor.submit(called, 1).result() for called in all_kinds]))
        """)
        names = {"times": 1, "__call__": 2, "of_class": 1, "of_nobody": 1, "__init__": 1, "double": 1, "<lambda>": 1}
        names[None] = 2
        self.assertEqual(pool.codes(), names)

    def test_a_pool_inside_an_item(self):
        outer, inner = self.pools("""
            def nested(n):
                with ThreadPoolExecutor(2) as executor:
                    return list(executor.map(double, range(n)))
            with ThreadPoolExecutor(1) as executor:
                print(executor.submit(nested, 3).result())
        """)
        self.assertEqual((outer.totals, inner.totals), ((1, 1, 0, 0), (3, 3, 0, 0)))

    def test_subclasses(self):
        first, second = self.pools("""
            class Counting(ThreadPoolExecutor):
                count = 0
                def __init__(self, *args):
                    super().__init__(*args)
                def submit(self, fn, *args, **kwargs):
                    self.count += 1
                    return super().submit(fn, *args, **kwargs)
            class Immediate(ThreadPoolExecutor):
                def submit(self, fn, *args):
                    return ThreadPoolExecutor.submit(self, double, *args)
            with Counting(2) as counting, Immediate(1) as immediate:
                print(list(counting.map(double, range(3))), counting.count, immediate.submit(None, 4).result())
        """)
        self.assertEqual((first.totals, second.totals), ((3, 3, 0, 0), (1, 1, 0, 0)))
        self.assertEqual(len(first.jobs), 1)

    def test_futures_of_nobody_are_waited_for(self):
        pools = self.pools("""
            from concurrent.futures import Future
            future = Future()
            threading.Timer(0.01, future.set_result, (1,)).start()
            print(future.result())
        """)
        self.assertEqual(pools, [])
        main = self.processes[0].main_lane()
        waits = [record for record in main if record.kind == "WAIT" and record.seq == FUTURE]
        self.assertEqual([record.object for record in waits], [0])

    @unittest.skipIf(sys.version_info < (3, 9), "asyncio.to_thread came with 3.9")
    def test_the_executor_of_asyncio_is_a_pool_of_the_program(self):
        (pool,) = self.pools("""
            import asyncio
            async def main():
                print(await asyncio.gather(*[asyncio.to_thread(double, n) for n in range(3)]))
                print(await asyncio.get_running_loop().run_in_executor(None, double, 9))
            asyncio.run(main())
        """)
        self.assertEqual(pool.codes(), {"double": 4})
        self.assertEqual(pool.totals, (4, 4, 0, 0))


class ThreadPools(PoolCase):
    def test_each_way_to_give_it_work(self):
        (pool,) = self.pools("""
            with ThreadPool(2) as pool:
                print(pool.apply(double, (1,)), pool.apply_async(double, (2,)).get(), pool.map(double, range(10), 4))
                print(pool.map_async(double, iter(range(3)), 1).get(), pool.starmap(pow, [(1, 2), (3, 4)]))
                print(list(pool.imap(double, iter(range(3)))), sorted(pool.imap_unordered(double, range(5), 2)))
                print(pool.map(double, []), list(pool.imap(double, ())), pool.starmap_async(pow, [(2, 2)]).get())
                pool.close()
                pool.join()
        """)
        self.assertEqual((pool.kind, pool.workers), ("thread-pool", 2))
        shapes = [(job.items, job.chunk_size) for job in pool.jobs]
        given = [(1, 0), (1, 0), (10, 4), (3, 1), (2, 1), (0, 0), (0, 2), (0, 0), (0, 0), (1, 1)]
        self.assertEqual(shapes, given)
        self.assertEqual([job.job for job in pool.jobs], list(range(1, 11)))
        self.assertEqual(pool.handed, [Unit(6, n, 1) for n in range(3)] + [Unit(7, 0, 2), Unit(7, 1, 2), Unit(7, 2, 1)])
        self.assertEqual(pool.totals, (26, 26, 0, 0))
        self.assertEqual([item[1:4] for item in pool.items if item.job == 3][3:6], [(0, 3, 1), (1, 0, 1), (1, 1, 1)])
        self.assertEqual(pool.back, [])
        self.assertEqual(len(pool.lanes), 2)
        internal = {row["name"].partition("(")[2] for row in self.lane_rows() if row["internal"]}
        if sys.version_info >= (3, 10):
            self.assertEqual(internal - {""}, {"_handle_workers)", "_handle_tasks)", "_handle_results)"})

    def test_the_rest_of_a_chunk_does_not_run_after_an_item_raised(self):
        (pool,) = self.pools("""
            with ThreadPool(1) as pool:
                try:
                    pool.map(fails_at_3, range(10), 5)
                except ValueError as error:
                    print(repr(error))
                print(list(pool.imap(double, [1])))
                pool.close()
                pool.join()
        """)
        results = [item.result for item in pool.items if item.job == 1]
        self.assertEqual(results, ["done"] * 3 + ["raised"] + ["done"] * 5)
        self.assertEqual(pool.totals, (11, 9, 1, 1))

    def test_an_iterable_that_raises_is_no_item(self):
        (pool,) = self.pools("""
            def two():
                yield 1
                yield 2
                raise KeyError("three")
            with ThreadPool(1) as pool:
                for imap in (pool.imap, pool.imap_unordered):
                    try:
                        for result in imap(double, two()):
                            print(result)
                    except KeyError as error:
                        print(repr(error))
                try:
                    pool.map(double, two())
                except KeyError as error:
                    print(repr(error))
        """)
        self.assertEqual(pool.totals, (4, 4, 0, 0))
        self.assertEqual(len(pool.jobs), 2)

    def test_waits_for_results(self):
        (pool,) = self.pools("""
            go = threading.Event()
            with ThreadPool(1) as pool:
                result = pool.apply_async(go.wait)
                result.wait(0.001)
                try:
                    result.get(0.001)
                except Exception as error:
                    print(type(error).__name__)
                numbers = pool.imap(double, range(1))
                try:
                    numbers.next(0.001)
                except Exception as error:
                    print(type(error).__name__)
                threading.Timer(0.01, go.set).start()
                print(result.get(), next(numbers), list(numbers))
                pool.close()
                pool.join()
        """)
        waits = pool.waits_for(FUTURE)
        self.assertEqual(waits[:4], [(1, "timed out"), (1, "timed out"), (2, "timed out"), (1, "done")])
        self.assertEqual(set(waits[4:]) - {(2, "done")}, set())

    def test_callbacks_and_an_initializer(self):
        (pool,) = self.pools("""
            seen = []
            with ThreadPool(2, seen.append, ("began",)) as pool:
                pool.apply_async(double, (1,), callback=seen.append).wait()
                pool.apply_async(fails_at_3, (3,), error_callback=lambda error: seen.append(repr(error))).wait()
                pool.map_async(double, [1, 2], callback=seen.append).wait()
                pool.close()
                pool.join()
            print(sorted(map(str, seen)))
        """)
        self.assertEqual(pool.totals, (4, 3, 1, 0))

    def test_dummy_is_a_thread_pool(self):
        (pool,) = self.pools("""
            with dummy.Pool(2) as pool:
                print(pool.map(double, range(4)))
        """)
        self.assertEqual((pool.kind, pool.site, pool.totals), ("thread-pool", "<module>", (4, 4, 0, 0)))


if __name__ == "__main__":
    unittest.main()
