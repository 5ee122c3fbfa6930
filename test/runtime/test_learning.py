"""What threads learn without waiting for it (runtime/_raceway/learning.py): the judge of data races needs each edge."""

import textwrap
import unittest

from support.programs import Workshop

THREAD_JOIN, EVENT, QUEUE_JOIN, FUTURE, CALL = 9, 3, 8, 12, 18
HEAD = (
    "import asyncio, queue, threading\nfrom concurrent.futures import *\nfrom multiprocessing.pool import ThreadPool\n"
)
JOB = 1
POOL_OF_FIRST_JOB = 1 << 40 | JOB


class TracedProgram(unittest.TestCase):
    def setUp(self):
        self.workshop = Workshop()
        self.addCleanup(self.workshop.close)

    def run_traced(self, program, **changes):
        path = self.workshop.write("program.py", HEAD + textwrap.dedent(program))
        outcome = self.workshop.traced(path, recording=self.workshop.new_recording(**changes))
        self.assertEqual((outcome.code, outcome.err), (0, ""))
        process = self.workshop.recording().processes[0]
        self.assertEqual(process.rows("note"), [])
        return process


class Learned(TracedProgram):
    def learned(self, op, program):
        """(object, target) of what the main thread learns by this operation, in order."""
        records = self.run_traced(program).main_lane()
        return [(record.object, record.t1) for record in records if record.kind == "LEARNED" and record.seq == op]

    def test_an_ended_thread_that_is_joined_or_asked(self):
        program = """
            thread = threading.Thread(target=int, name="helper")
            print(thread.is_alive())  # not started: nobody learns anything
            thread.start()
            while thread.is_alive(): pass
            thread.join()
            print(thread.is_alive())
        """
        learned = self.learned(THREAD_JOIN, program)
        lane = [row["id"] for row in self.workshop.recording().processes[0].rows("lane") if row["name"] == "helper"]
        self.assertEqual(learned[:3], [(0, lane[0])] * 3)

    def test_an_event_that_is_found_set(self):
        program = """
            event = threading.Event()
            print(event.is_set())
            event.set()
            print(event.is_set())
        """
        self.assertEqual(self.learned(EVENT, program), [(1, 0)])

    def test_a_queue_all_of_whose_items_are_done(self):
        self.assertEqual(self.learned(QUEUE_JOIN, "queue.Queue().join()"), [(1, 0)])

    def test_a_finished_future_of_a_pool(self):
        for learns in ("future.result()", "future.exception()", "future.done()", "future.add_done_callback(id)"):
            with self.subTest(learns):
                program = """
                    with ThreadPoolExecutor(1) as pool:
                        future = pool.submit(int)
                    %s
                """
                self.assertEqual(self.learned(FUTURE, program % learns), [(0, POOL_OF_FIRST_JOB)])

    def test_futures_of_a_group(self):
        for learns in ("list(as_completed([future]))", "wait([future])"):
            with self.subTest(learns):
                program = """
                    with ThreadPoolExecutor(1) as pool:
                        future = pool.submit(int)
                    %s
                """
                self.assertEqual(self.learned(FUTURE, program % learns), [(0, POOL_OF_FIRST_JOB)])

    def test_a_future_of_no_pool_says_when_it_is_settled(self):
        program = """
            future = Future()
            future.set_result(1)
            print(future.result())
        """
        records = self.run_traced(program).main_lane()
        told = [(record.kind, record.object, record.seq) for record in records]
        told = [row for row in told if row[0] in ("FUTURE_SET", "LEARNED")]
        self.assertEqual(told, [("FUTURE_SET", 0, 1), ("LEARNED", 0, FUTURE)])

    def test_results_of_a_multiprocessing_pool(self):
        for learns in ("result.get()", "result.ready()"):
            with self.subTest(learns):
                program = """
                    with ThreadPool(1) as pool:
                        result = pool.apply_async(int)
                        result.wait()
                        %s
                """
                self.assertEqual(self.learned(FUTURE, program % learns), [(0, POOL_OF_FIRST_JOB)])

    def test_the_thread_that_runs_a_callback_of_a_pool(self):
        program = """
            with ThreadPool(1) as pool:
                pool.apply_async(int, callback=print).wait()
        """
        lanes = self.run_traced(program).records.values()
        learned = [r.t1 for records in lanes for r in records if r.kind == "LEARNED" and r.seq == FUTURE]
        self.assertEqual(learned, [POOL_OF_FIRST_JOB])

    def test_each_item_of_imap(self):
        program = """
            with ThreadPool(1) as pool:
                print(list(pool.imap_unordered(abs, [1, 2])))
        """
        self.assertEqual(self.learned(FUTURE, program), [(0, POOL_OF_FIRST_JOB)] * 2)

    def test_a_callback_that_another_thread_asked_for(self):
        program = """
            async def main():
                loop, done = asyncio.get_running_loop(), asyncio.Event()
                thread = threading.Thread(target=loop.call_soon_threadsafe, args=(done.set,), name="helper")
                thread.start()
                await done.wait()
                thread.join()
            asyncio.run(main())
        """
        process = self.run_traced(program)
        (helper,) = [row["id"] for row in process.rows("lane") if row["name"] == "helper"]
        learned = [record for record in process.main_lane() if record.kind == "LEARNED" and record.seq == CALL]
        self.assertIn(helper, [record.object for record in learned])
        self.assertTrue(all(0 < record.t1 <= record.t0 for record in learned))

    def test_nothing_is_recorded_where_no_races_are_looked_for(self):
        program = """
            event = threading.Event()
            event.set()
            print(event.is_set())
        """
        records = self.run_traced(program, races="off").main_lane()
        self.assertNotIn("LEARNED", [record.kind for record in records])


class TakenOver(unittest.TestCase):
    """A lock that is only counted still tells when it changes hands."""

    setUp, run_traced = Learned.setUp, Learned.run_traced

    def test_a_counted_lock_that_changes_hands(self):
        for kind in ("Lock", "RLock"):
            with self.subTest(kind):
                program = """
                    lock = threading.%s()
                    for _ in range(3000):
                        with lock: pass
                    def once():
                        for _ in range(10):
                            with lock: pass
                    for n in range(2):
                        thread = threading.Thread(target=once, name="helper %%d" %% n)
                        thread.start()
                        thread.join()
                    with lock: pass
                """
                process = self.run_traced(program % kind)
                lanes = [process.lane("helper 0"), process.lane("helper 1"), process.main_lane()]
                taken = [[(r.object, r.seq) for r in lane if r.kind == "TAKEN_OVER"] for lane in lanes]
                self.assertEqual(taken, [[(1, 3001)], [(1, 3011)], [(1, 3021)]])

    def test_a_counted_condition_that_changes_hands(self):
        program = """
            condition, turn = threading.Condition(), 0
            def work(mine):
                global turn
                for _ in range(2000):
                    with condition:
                        while turn != mine: condition.wait()
                        turn = 1 - mine
                        condition.notify()
            threads = [threading.Thread(target=work, args=(n,), name="helper %d" % n) for n in range(2)]
            for thread in threads: thread.start()
            for thread in threads: thread.join()
        """
        process = self.run_traced(program)
        for lane in (process.lane("helper 0"), process.lane("helper 1")):
            self.assertGreater(len([r for r in lane if r.kind == "TAKEN_OVER"]), 100)


class ReadErrors(TracedProgram):
    """Who is given the exception of an item is recorded, whether races are looked for or not."""

    def read(self, program):
        """(job, how many items, unit) of each exception that somebody was given."""
        process = self.run_traced("def fails(x): raise ValueError(x)\n" + textwrap.dedent(program), races="off")
        records = [record for lane in process.records.values() for record in lane]
        return sorted((r.seq, r.t1 >> 32, r.t1 & 0xFFFFFFFF) for r in records if r.kind == "ERROR_READ")

    def test_of_futures(self):
        read = self.read("""
            with ThreadPoolExecutor(2) as pool:
                raised, returned, called, left = [pool.submit(fails, n) for n in range(4)]
                try: raised.result()
                except ValueError: pass
                returned.exception()
                called.add_done_callback(lambda future: future.exception())
                wait([left])
                print(left.done(), left.cancelled())
                pool.submit(int).result()
        """)
        self.assertEqual(read, [(1, 1, 0), (2, 1, 0), (3, 1, 0)])

    def test_of_a_map(self):
        read = self.read("""
            with ThreadPoolExecutor(2) as pool:
                found = pool.map(fails, range(3))
                try: next(found)
                except ValueError: pass
        """)
        self.assertEqual(read, [(1, 1, 0)])

    def test_what_asyncio_waits_for_is_read(self):
        read = self.read("""
            async def main():
                try: await asyncio.get_event_loop().run_in_executor(None, fails, 1)
                except ValueError: pass
            asyncio.run(main())
        """)
        self.assertIn((1, 1, 0), read)

    def test_of_results_of_multiprocessing(self):
        read = self.read("""
            pool = ThreadPool(2)
            told = []
            pool.apply_async(fails, (1,), error_callback=told.append).wait()
            asked = pool.apply_async(fails, (2,))
            asked.wait()
            print(asked.successful())
            for call in (lambda: pool.apply_async(fails, (3,)).get(), lambda: list(pool.imap(fails, [4]))):
                try: call()
                except ValueError: pass
            pool.apply_async(fails, (5,)).wait()
            pool.close()
            pool.join()
        """)
        self.assertEqual(
            sorted({(job - read[0][0], items, unit) for job, items, unit in read}), [(n, 0, 0) for n in range(4)]
        )
