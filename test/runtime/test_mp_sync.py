"""Semaphore, BoundedSemaphore, Condition, Event and Barrier of multiprocessing."""

import unittest

from support.shared import ALL, SharedCase, waits_for


class Semaphores(SharedCase):
    def test_permits_and_values_of_all_processes(self):
        for method in ("fork", "spawn"):
            with self.subTest(method=method):
                plain, bounded = self.run_traced(
                    """
                    def work(plain, bounded):
                        with plain:
                            with bounded:
                                print(plain.get_value(), bounded.get_value(), bounded)
                        plain.release()

                    def main():
                        plain = context.Semaphore(3)
                        bounded = context.BoundedSemaphore(1)
                        plain.acquire()
                        process = context.Process(target=work, args=(plain, bounded))
                        process.start()
                        process.join()
                        print(plain.acquire(False), bounded.acquire(), bounded.acquire(False), bounded.acquire(timeout=0.01))
                        bounded.release()
                        try:
                            bounded.release()
                        except ValueError as error:
                            print(error)
                    """,
                    method,
                )
                said = "1 0 <BoundedSemaphore(value=0, maxvalue=1)>\nTrue True False False\n"
                self.assertEqual(self.out, said + "semaphore or lock released too many times\n")
                self.assertEqual(
                    [plain.kind, bounded.kind], ["multiprocessing semaphore", "multiprocessing bounded-semaphore"]
                )
                self.assertEqual([plain.parameter, bounded.parameter], [3, 1])
                changes = ["0 PERMIT", "1 PERMIT", "1 RELEASE", "1 RELEASE", "0 PERMIT"]
                self.assertEqual(plain.story(), changes)
                self.assertEqual([h.arg for h in plain.happened], [2, 1, 2, 3, 2])
                self.assertEqual(
                    bounded.story(),
                    [
                        "1 PERMIT",
                        "1 RELEASE",
                        "0 PERMIT",
                        "0 MISSED",
                        "0 WAIT SEMAPHORE timed out",
                        "0 RELEASE",
                        "0 OVER_RELEASE",
                    ],
                )

    WAIT = """
        def work(semaphore):
            semaphore.acquire()

        def main():
            semaphore = context.Semaphore(0)
            process = context.Process(target=work, args=(semaphore,))
            process.start()
            sys.stdin.readline()
            semaphore.release()
            process.join()
    """

    def test_a_wait_for_a_permit(self):
        (semaphore,), code = self.converse(self.WAIT, "fork", (waits_for("SEMAPHORE"), "go on"))
        self.assertEqual((code, self.err), (0, ""))
        self.assertEqual(semaphore.story("WAIT", "PERMIT"), ["1 WAIT SEMAPHORE got", "1 PERMIT"])
        wait, release, permit = semaphore.happened
        self.assertEqual(release.text, "RELEASE")
        self.assertLessEqual(release.time, permit.time)
        self.assertEqual(wait.end, permit.time)


class Conditions(SharedCase):
    HAND_OVER = """
        def work(condition, box):
            with condition:
                while not box.value:
                    condition.wait()
                print("taken", box.value, flush=True)

        def main():
            condition = {make}
            box = context.RawValue("i", 0)
            process = context.Process(target=work, args=(condition, box))
            process.start()
            sys.stdin.readline()
            with condition:
                box.value = 7
                condition.notify({count})
            process.join()
            print(condition)
    """

    def test_wait_and_notify(self):
        for method, make in (("fork", "context.Condition()"), ("spawn", "context.Condition()")):
            with self.subTest(method=method):
                text = self.HAND_OVER.format(make=make, count=1)
                (condition,), code = self.converse(text, method, (waits_for("CONDITION"), "go on"))
                self.assertEqual((code, self.err), (0, ""))
                self.assertEqual(self.out, "taken 7\n<Condition(<RLock(None, 0)>, 0)>\n")
                self.assertEqual((condition.kind, condition.parameter), ("multiprocessing condition", 0))
                done = [text for text in condition.story() if "WAIT LOCK" not in text]
                self.assertEqual(done, ["1 HOLD", "1 WAIT CONDITION got", "0 HOLD", "0 NOTIFY", "1 HOLD_AGAIN"])
                (notify,) = condition.of("NOTIFY")
                self.assertEqual((notify.arg, notify.seq), (1, 1))
                (wait,) = condition.of("WAIT CONDITION")
                self.assertLessEqual(notify.time, wait.end)

    def test_a_lock_of_the_users_own(self):
        lock, condition = self.run_traced(
            """
            def work(condition):
                with condition:
                    print(condition.wait(0.01))
                    condition.notify_all()

            def main():
                lock = context.Lock()
                condition = context.Condition(lock)
                process = context.Process(target=work, args=(condition,))
                process.start()
                process.join()
            """,
            "spawn",
        )
        self.assertEqual(self.out, "False\n")
        self.assertEqual(lock.story(), ["1 HOLD", "1 HOLD_AGAIN"])
        self.assertEqual(condition.story(), ["1 WAIT CONDITION timed out", "1 NOTIFY"])
        self.assertEqual((condition.of("NOTIFY")[0].arg, condition.of("NOTIFY")[0].seq), (0, ALL))
        self.assertNotEqual(condition.parameter, 0)

    def test_an_interrupted_wait_takes_its_lock_back(self):
        (condition,) = self.run_traced("""
            def interrupted(*_):
                raise KeyboardInterrupt

            def main():
                condition = context.Condition()
                condition._wait_semaphore.acquire = interrupted
                with condition, condition:
                    try:
                        condition.wait()
                    except KeyboardInterrupt:
                        print("interrupted", condition)
                print(condition)
        """)
        said = "interrupted <Condition(<RLock(MainProcess, 2)>, 0)>\n<Condition(<RLock(None, 0)>, 0)>\n"
        self.assertEqual(self.out, said)
        self.assertEqual(condition.story(), ["0 HOLD", "0 REENTRY", "0 WAIT CONDITION exception", "0 HOLD_AGAIN"])


class Events(SharedCase):
    TEXT = """
        def work(event):
            print(event.wait(), event.wait(), flush=True)

        def main():
            event = context.Event()
            print(event.wait(0.01), event.is_set())
            process = context.Process(target=work, args=(event,))
            process.start()
            sys.stdin.readline()
            event.set()
            process.join()
            event.clear()
            print(event.wait(0))
    """

    def test_set_and_waits(self):
        for method in ("fork", "spawn"):
            with self.subTest(method=method):
                open_wait = lambda resources: resources[0].story("WAIT")[-1] == "1 WAIT EVENT open"  # noqa: E731
                (event,), code = self.converse(self.TEXT, method, (open_wait, "go on"))
                self.assertEqual((code, self.err), (0, ""))
                self.assertEqual(self.out, "False False\nTrue True\nFalse\n")
                self.assertEqual(event.kind, "multiprocessing event")
                story = ["0 WAIT EVENT timed out", "1 WAIT EVENT got", "0 SET", "1 PASSED", "1 PASSED", "0 CLEAR"]
                self.assertEqual(event.story()[:6], story)
                self.assertEqual(event.story()[6:], ["0 WAIT EVENT timed out"])


class Barriers(SharedCase):
    def test_rounds_of_three_processes(self):
        for method in ("fork", "spawn"):
            with self.subTest(method=method):
                (barrier,) = self.run_traced(
                    """
                    def work(barrier):
                        for _ in range(3):
                            barrier.wait()

                    def main():
                        barrier = context.Barrier(3)
                        processes = [context.Process(target=work, args=(barrier,)) for _ in range(2)]
                        for process in processes:
                            process.start()
                        work(barrier)
                        for process in processes:
                            process.join()
                    """,
                    method,
                )
                self.assertEqual((barrier.kind, barrier.parameter), ("multiprocessing barrier", 3))
                passed = barrier.of("PASSED")
                for first in (0, 3, 6):  # by time: each three are one round
                    self.assertEqual(sorted(h.arg for h in passed[first : first + 3]), [0, 1, 2])
                    self.assertEqual(sorted(h.process for h in passed[first : first + 3]), [0, 1, 2])
                self.assertEqual(len(passed), 9)
                self.assertGreaterEqual(barrier.count("WAIT BARRIER got"), 6)

    def test_a_timeout_breaks_it(self):
        (barrier,) = self.run_traced("""
            def main():
                barrier = context.Barrier(2, timeout=0.01)
                for _ in range(2):
                    try:
                        barrier.wait()
                    except BaseException as error:
                        print(type(error).__name__, barrier.broken)
        """)
        self.assertEqual(self.out, "BrokenBarrierError True\n" * 2)
        self.assertEqual(barrier.story(), ["0 WAIT BARRIER timed out"])


class AsWithoutUs(SharedCase):
    def test_errors_pickles_and_copies(self):
        self.assert_as_untraced("""
            import copy, gc, pickle, weakref

            def attempt(call, *args, **kwargs):
                try:
                    print(call(*args, **kwargs))
                except BaseException as error:
                    print(type(error).__name__, "" if "argument" in str(error) else error)

            def main():
                gc.disable()
                condition, event, barrier = context.Condition(), context.Event(), context.Barrier(1)
                attempt(condition.wait)
                attempt(condition.notify)
                attempt(condition.wait_for, lambda: True)
                attempt(condition.wait_for, lambda: False)
                with condition:
                    attempt(condition.wait, "x")
                    attempt(condition.wait_for, lambda: False, 0.01)
                    attempt(condition.notify, 3)
                attempt(event.wait, "x")
                attempt(event.set, 1)
                print(condition, barrier.wait(), barrier.n_waiting, sorted(vars(event)), sorted(vars(condition)))
                for thing in (condition, event, barrier):
                    attempt(pickle.dumps, thing)
                gone = [weakref.ref(thing) for thing in (condition, event)]
                del condition, event, thing
                print([reference() for reference in gone])
        """)


if __name__ == "__main__":
    unittest.main()
