"""Lock and RLock of multiprocessing, and those of Value and Array: one resource for all processes."""

import signal
import unittest

from support.shared import INTERRUPT, SharedCase, waits_for

PASS_AROUND = """
def work(lock, values):
    for _ in range(40):
        with lock:
            values[0] += 1
            values[1] = values[0] ** 20 % 1000

def main():
    lock = context.Lock()
    values = context.RawArray("q", 2)
    processes = [context.Process(target=work, args=(lock, values)) for _ in range(2)]
    for process in processes:
        process.start()
    work(lock, values)
    for process in processes:
        process.join()
    print(values[0])
"""


class OneLockOfSeveralProcesses(SharedCase):
    def assert_is_handed_over(self, method):
        (lock,) = self.run_traced(PASS_AROUND, method)
        self.assertEqual(self.out, "120\n")
        self.assertEqual((lock.kind, lock.line), ("multiprocessing lock", 14))
        holds = lock.of("HOLD")
        self.assertEqual(sorted({h.process for h in holds}), [0, 1, 2])
        for process in range(3):
            self.assertEqual([h.seq for h in holds if h.process == process], list(range(1, 41)))
        for hold, following in zip(holds, holds[1:]):
            self.assertLessEqual(hold.time, hold.end)
            self.assertLessEqual(hold.end, following.time, "two processes held the lock at once")

    def test_forked(self):
        self.assert_is_handed_over("fork")

    def test_spawned(self):
        self.assert_is_handed_over("spawn")

    def test_from_a_fork_server(self):
        self.assert_is_handed_over("forkserver")

    WAIT = """
        def work(lock):
            with lock:
                print("child", flush=True)

        def main():
            lock = context.Lock()
            lock.acquire()
            process = context.Process(target=work, args=(lock,))
            process.start()
            sys.stdin.readline()
            lock.release()
            process.join()
    """

    def test_a_wait_shows_while_it_lasts_and_ends_in_the_hold(self):
        for method in ("fork", "spawn"):
            with self.subTest(method=method):
                (lock,), code = self.converse(self.WAIT, method, (waits_for("LOCK"), "go on"))
                self.assertEqual((code, self.out, self.err), (0, "child\n", ""))
                self.assertEqual(lock.story(), ["0 HOLD", "1 WAIT LOCK got", "1 HOLD"])
                first, wait, second = lock.happened
                self.assertEqual(wait.end, second.time)
                self.assertLessEqual(first.end, second.time)

    def test_another_process_lets_go(self):
        (lock,) = self.run_traced("""
            def work(lock):
                lock.release()

            def main():
                lock = context.Lock()
                for _ in range(3):
                    lock.acquire()
                    process = context.Process(target=work, args=(lock,))
                    process.start()
                    process.join()
                with lock:
                    pass
        """)
        self.assertEqual(lock.story(), ["0 HOLD"] * 4)
        self.assertEqual([h.end != 0 for h in lock.happened], [False, False, False, True])

    def test_a_lock_that_a_child_inherits_held(self):
        """The child's copy neither ends the parent's hold nor takes it for its own."""
        lock, rlock = self.run_traced("""
            def work(lock, rlock):
                print(lock.acquire(False), rlock.acquire(False))
                try:
                    rlock.release()
                except AssertionError as error:
                    print(error)

            def main():
                lock, rlock = context.Lock(), \\
                    context.RLock()
                with lock, rlock, rlock:
                    process = context.Process(target=work, args=(lock, rlock))
                    process.start()
                    process.join()
        """)
        self.assertEqual(self.out, "False False\nattempt to release recursive lock not owned by thread\n")
        self.assertEqual(lock.story(), ["0 HOLD", "1 MISSED"])
        self.assertEqual(rlock.story(), ["0 HOLD", "0 REENTRY", "1 MISSED", "1 OVER_RELEASE"])
        self.assertEqual([bool(h.end) for h in lock.of("HOLD") + rlock.of("HOLD")], [True, True])

    def test_after_so_many_holds_a_process_only_counts(self):
        (lock,) = self.run_traced("""
            def work(lock):
                for _ in range(2500):
                    with lock:
                        pass

            def main():
                lock = context.Lock()
                work(lock)
                process = context.Process(target=work, args=(lock,))
                process.start()
                process.join()
        """)
        self.assertEqual(lock.story("COUNTED"), ["0 COUNTED", "1 COUNTED"])
        for process, counted in enumerate(lock.of("COUNTED")):
            self.assertEqual(lock.story("HOLD").count("%d HOLD" % process), 2000)
            words = self.processes[process].segments[counted.arg >> 32]
            self.assertEqual(words[counted.arg & 0xFFFFFFFF] & (1 << 40) - 1, 2500)


class WithoutWaiting(SharedCase):
    def test_tries_and_timeouts(self):
        lock, rlock = self.run_traced("""
            def work(lock, rlock):
                print(lock.acquire(False), lock.acquire(timeout=0.01), lock.acquire(True, 0), rlock.acquire(False))

            def main():
                lock = context.Lock()
                rlock = context.RLock()
                with lock, rlock:
                    with rlock:
                        print(rlock.acquire(False))
                        rlock.release()
                    process = context.Process(target=work, args=(lock, rlock))
                    process.start()
                    process.join()
                print(lock.acquire(True, 1), lock.release(), rlock.acquire(timeout=None), rlock.release())
        """)
        self.assertEqual(self.out, "True\nFalse False False False\nTrue None True None\n")
        self.assertEqual(lock.story(), ["0 HOLD", "1 MISSED", "1 WAIT LOCK timed out", "1 MISSED", "0 HOLD"])
        self.assertEqual([h.seq for h in lock.of("MISSED")], [1, 2])
        self.assertEqual(rlock.story(), ["0 HOLD", "0 REENTRY", "0 REENTRY", "1 MISSED", "0 HOLD"])
        self.assertEqual([h.arg for h in rlock.of("REENTRY")], [2, 3])

    def test_releases_of_what_is_not_held(self):
        resources = self.run_traced("""
            def main():
                for lock in (context.Lock(), context.RLock()):
                    try:
                        lock.release()
                    except (ValueError, AssertionError) as error:
                        print(type(error).__name__, error)
                    with lock:
                        pass
        """)
        self.assertIn("ValueError semaphore or lock released too many times\n", self.out)
        self.assertIn("AssertionError attempt to release recursive lock not owned by thread\n", self.out)
        for lock in resources:
            self.assertEqual(lock.story(), ["0 OVER_RELEASE", "0 HOLD"])

    def test_locks_of_values_and_arrays_are_named_by_the_line_that_makes_them(self):
        for method in ("fork", "spawn"):
            with self.subTest(method=method):
                value, array, own = self.run_traced(
                    """
                    def work(value, array, other, raw):
                        raw.value = 1
                        with value.get_lock():
                            value.value += 1
                        array[1] += 1
                        with other:
                            other.value = 3

                    def main():
                        value = context.Value("i", 0)
                        array = context.Array("i", 2)
                        lock = context.RLock()
                        raw = context.Value("i", lock=False)
                        process = context.Process(target=work, args=(value, array, context.Value("i", lock=lock), raw))
                        process.start()
                        process.join()
                        print(value.value, array[:])
                    """,
                    method,
                )
                self.assertEqual(self.out, "1 [0, 1]\n")
                self.assertEqual([value.kind, array.kind, own.kind], ["multiprocessing rlock"] * 3)
                self.assertEqual([value.line, array.line, own.line], [16, 17, 18])
                self.assertEqual(value.story(), ["1 HOLD", "1 REENTRY", "1 REENTRY", "0 HOLD"])
                self.assertEqual(array.story(), ["1 HOLD", "1 HOLD", "0 HOLD"])
                self.assertEqual(own.story(), ["1 HOLD", "1 REENTRY"])

    def test_locks_that_the_library_makes_for_itself_are_no_resources(self):
        resources = self.run_traced("""
            def main():
                with context.Pool(1) as pool:
                    print(pool.map(abs, [-1]))
                queue = context.Queue()
                queue.put(1)
                queue.get()
                context.Event().set()
        """)
        self.assertEqual([r.kind for r in resources if "lock" in r.kind or "semaphore" in r.kind], [])


class AsWithoutUs(SharedCase):
    def test_looks_errors_and_lifetime(self):
        resources = self.assert_as_untraced("""
            import copy, gc, pickle, weakref
            from multiprocessing import synchronize

            class Mine(synchronize.Lock):
                def acquire(self, *args):
                    print("mine", args)
                    return super().acquire(*args) if False else self._semlock.acquire(*args)

            def attempt(call, *args, **kwargs):
                try:
                    print(call(*args, **kwargs))
                except BaseException as error:
                    print(type(error).__name__, "" if "argument" in str(error) else error)

            def main():
                gc.disable()
                for make in (context.Lock, context.RLock, context.Semaphore, context.BoundedSemaphore):
                    lock = make()
                    print(lock, type(lock), lock._semlock.__class__, isinstance(lock, synchronize.SemLock))
                    for arguments in (("x",), (None,), (1.5,), (True, "x"), (False, "x"), (1, 2, 3), (2, -1)):
                        attempt(lock.acquire, *arguments)
                        attempt(lock.release)
                    attempt(lock.acquire, timeout=-1)
                    print(lock, lock._semlock._is_mine(), lock._semlock._count(), lock._semlock._is_zero(), lock._semlock.kind)
                    attempt(lock.acquire, blocking=True)
                    attempt(lock.release)
                    attempt(pickle.dumps, lock)
                    attempt(pickle.dumps, lock._semlock)
                    attempt(copy.copy, lock)
                    attempt(lambda: lock.__exit__(None, None, None))
                    with lock as entered:
                        print(entered)
                    gone = weakref.ref(lock)
                    del lock
                    print(gone())
                mine = Mine(ctx=context)
                print(mine, mine.acquire(False), mine.release())
                try:
                    with context.Lock() as held:
                        raise KeyError(held)
                except KeyError as error:
                    print(error)
        """)
        self.assertEqual(len(resources), 6)

    def test_a_traced_parent_and_a_child_that_is_not(self):
        """Nothing of ours is in what a spawned child reads, whatever that child is."""
        recording = self.workshop.new_recording(children="none")
        path = self.write(PASS_AROUND, "spawn")
        outcome = self.workshop.traced(path, recording=recording)
        self.assertEqual((outcome.code, outcome.out, outcome.err), (0, "120\n", ""))
        (lock,) = self.resources()
        self.assertEqual(lock.story(), ["0 HOLD"] * 40)


@unittest.skipUnless(hasattr(signal, "pthread_kill"), "signals work otherwise on Windows")
class Interrupted(SharedCase):
    WAIT = """
        def main():
            lock = {make}
            other = context.Process(target=lock.acquire)
            other.start()
            other.join()
            try:
                {wait}
            except KeyboardInterrupt:
                print("interrupted")
            print(lock.acquire(False))
    """

    def test_a_wait_ends_and_the_lock_is_not_taken(self):
        for make, wait in (("context.Lock()", "lock.acquire(True, 50)"), ("context.RLock()", "lock.__enter__()")):
            with self.subTest(make=make, wait=wait):
                (lock,), code = self.converse(
                    self.WAIT.format(make=make, wait=wait),
                    "fork",
                    (waits_for("LOCK"), INTERRUPT),
                )
                self.assertEqual((code, self.out, self.err), (0, "interrupted\nFalse\n", ""))
                self.assertEqual(lock.story(), ["1 HOLD", "0 WAIT LOCK exception", "0 MISSED"])


if __name__ == "__main__":
    unittest.main()
