"""Locks: as atomic, as prompt and as picky as the native ones, and every hold in order (runtime/_raceway/instruments/locks.py).

The traced lock classes are used side by side with native ones, in this process: nothing is patched.
"""

import copy
import copyreg
import functools
import gc
import os
import pickle
import signal
import sys
import threading
import time
import types
import unittest
import weakref
from contextlib import ExitStack

from support.inprocess import InProcessRecording

LONG = int(os.environ.get("RACEWAY_LONG", "0"))
MODERN = sys.version_info >= (3, 10)


class LockCase(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.recording = InProcessRecording()
        from _raceway.instruments import locks

        cls.locks = locks
        cls.patched = types.SimpleNamespace(RLock=threading.RLock, Condition=threading.Condition)
        locks.install(cls.patched)

    @classmethod
    def tearDownClass(cls):
        cls.recording.close()

    def make(self, kind, tier="recorded"):
        lock = getattr(self.patched, kind)()
        if tier == "counted":
            lock.left = 1
            for _ in range(3):
                with lock:
                    pass
            self.assertLess(lock.left, 1)
        else:
            lock.left = 1 << 40
        return lock

    def holds(self, lock):
        """The recorded holds of a lock as (seq, t0, t1), in the order of seq."""
        return self.recording.holds(self.locks.object_number(lock))


class Behaviour(LockCase):
    """Each assertion holds for the native lock; the traced one is put beside it."""

    def both(self, kind):
        return getattr(threading, kind)(), self.make(kind)

    def test_acquire_takes_the_same_arguments_and_raises_the_same(self):
        calls = [
            (), (True,), (False,), (1,), (0,), (True, 0), (True, 0.001), (True, -1), (False, -1), (False, 1), (True, -2),
            (True, 1e300),
            ("x",), (None,), (True, "x"), (True, None), (True, -1.0), (1, 2, 3),
        ]  # fmt: skip
        for kind in ("Lock", "RLock"):
            for arguments in calls:
                outcomes = []
                for lock in self.both(kind):
                    try:
                        outcomes.append(lock.acquire(*arguments))
                    except (TypeError, ValueError, OverflowError) as error:
                        outcomes.append(type(error))
                self.assertEqual(outcomes[0], outcomes[1], (kind, arguments))
            native, traced = self.both(kind)
            self.assertEqual(native.acquire(timeout=0.1), traced.acquire(timeout=0.1))
            self.assertEqual(native.acquire(blocking=False), traced.acquire(blocking=False))

    @unittest.skipUnless(sys.version_info >= (3, 11), "older Pythons add the frame again")
    def test_what_acquire_raises_has_no_frame_of_ours(self):
        for kind in ("Lock", "RLock"):
            for arguments in ((False, 1), (True, -2), (True, "x")):
                try:
                    self.make(kind).acquire(*arguments)
                except (TypeError, ValueError) as error:
                    self.assertIsNone(error.__traceback__.tb_next)
                else:
                    self.fail("nothing raised for %r" % (arguments,))

    def test_release_of_what_is_not_held_raises_the_same_and_is_recorded(self):
        for kind in ("Lock", "RLock"):
            for used_before in (False, True):
                native, traced = self.both(kind)
                if used_before:
                    with native, traced:
                        pass
                with self.assertRaises(RuntimeError) as expected:
                    native.release()
                with self.assertRaises(RuntimeError) as found:
                    traced.release()
                self.assertEqual(str(expected.exception), str(found.exception))
                self.assertEqual(len(self.recording.records(27, self.locks.object_number(traced))), 1)
                with traced:  # still good
                    self.assertFalse(traced.acquire(False) if kind == "Lock" else False)

    def test_another_thread_may_release_a_lock_but_not_an_rlock(self):
        lock, rlock = self.make("Lock"), self.make("RLock")
        lock.acquire(), rlock.acquire()
        errors = []

        def release_both():
            lock.release()
            try:
                rlock.release()
            except RuntimeError as error:
                errors.append(error)

        run(release_both)
        self.assertFalse(lock.locked())
        self.assertEqual(len(errors), 1)
        rlock.release()
        self.assertTrue(run(lambda: rlock.acquire(False) and (rlock.release() or True)))

    def test_with_gives_true_and_exit_swallows_no_exception(self):
        for kind in ("Lock", "RLock"):
            for tier in ("recorded", "counted"):
                lock = self.make(kind, tier)
                with lock as got:
                    self.assertIs(got, True)
                with self.assertRaises(KeyError), lock:
                    raise KeyError
                with ExitStack() as stack:
                    stack.enter_context(lock)
                type(lock).__enter__(lock)
                type(lock).__exit__(lock, None, None, None)
                type(lock).acquire(lock)
                type(lock).release(lock)
                self.assertTrue(run(lambda lock=lock: lock.acquire(False)))

    def test_isinstance_repr_pickle_copy_hash(self):
        for kind in ("Lock", "RLock"):
            native, traced = self.both(kind)
            self.assertIsInstance(traced, type(native))
            self.assertIsInstance(native, type(traced))
            self.assertEqual(type(traced).__name__, type(native).__name__)
            self.assertEqual(repr(traced).split(" at ")[0], repr(native).split(" at ")[0])
            for refuse in (pickle.dumps, copy.copy, copy.deepcopy):
                with self.assertRaises(TypeError) as expected:
                    refuse(native)
                with self.assertRaises(TypeError) as found:
                    refuse(traced)
                self.assertEqual(str(expected.exception), str(found.exception))
            self.assertIn(traced, {traced})
        if sys.version_info < (3, 13):
            self.assertRaises(TypeError, type(self.make("Lock")))

    def test_classes_of_locks_go_into_pickles_and_come_out_of_them(self):
        from _raceway.instruments import lockclasses

        lockclasses.install(copyreg)
        self.addCleanup(copyreg.dispatch_table.pop, lockclasses.LockType)
        for dumps in (pickle.dumps, pickle._dumps):
            native, traced = self.both("RLock")
            there = pickle.loads(dumps(type(traced)))
            self.assertIsInstance(native, there)
            self.assertIsInstance(traced, there)
            # As in a process that is not traced: the native one, whatever stands in its place here.
            self.assertIs(pickle.loads(dumps(self.patched.Lock)), threading.Lock)
            native, traced = self.both("Lock")
            if sys.version_info < (3, 13):  # nobody finds `_thread.lock`
                for lock in (native, traced):
                    with self.assertRaises(pickle.PicklingError):
                        dumps(type(lock))
        self.assertIs(copy.deepcopy(type(traced)), type(traced))

    def test_tables_by_type_treat_traced_and_native_locks_alike(self):
        for kind in ("Lock", "RLock"):
            native, traced = self.both(kind)
            for registered in (type(native), type(traced)):
                copyreg.pickle(registered, lambda lock: (str, ("a lock",)))
                try:
                    for lock in (native, traced):
                        for copied in (copy.copy, copy.deepcopy, lambda it: pickle.loads(pickle.dumps(it))):
                            self.assertEqual(copied(lock), "a lock")
                finally:
                    del copyreg.dispatch_table[registered]
                told = functools.singledispatch(lambda lock: "unknown")
                told.register(registered)(lambda lock: "known")
                self.assertEqual([told(native), told(traced), told(object())], ["known", "known", "unknown"])
            self.assertTrue(type(traced) == type(native) and type(native) == type(traced))  # noqa: E721
            self.assertFalse(type(traced) != type(native) or type(native) != type(traced))  # noqa: E721
        self.assertNotEqual(type(self.make("Lock")), type(self.make("RLock")))

    def test_a_lock_takes_no_arguments(self):
        for arguments in (lambda make: make(1), lambda make: make(of=1)):
            told = []
            for make in (threading.Lock, self.patched.Lock):
                with self.assertRaises(TypeError) as caught:
                    arguments(make)
                told.append(str(caught.exception))
            self.assertEqual(told[0], told[1])
        for name in ("__name__", "__qualname__", "__module__", "__doc__"):
            self.assertEqual(getattr(self.patched.Lock, name), getattr(threading.Lock, name))

    def test_the_type_of_a_lock_cannot_be_subclassed(self):
        for lock in self.both("Lock"):
            with self.assertRaises(TypeError):
                type("Sub", (type(lock),), {})

    def test_the_factory_does_not_bind_to_instances(self):
        class Holder:
            new_lock = self.patched.Lock

        self.assertTrue(Holder().new_lock().acquire(False))

    def test_dies_with_its_last_reference(self):
        gc.disable()
        self.addCleanup(gc.enable)
        for kind in ("Lock", "RLock"):
            for tier in ("recorded", "counted"):
                lock = self.make(kind, tier)
                with lock:
                    pass
                gone = weakref.ref(lock)
                del lock
                self.assertIsNone(gone())

    def test_rlock_is_reentrant_and_ends_its_hold_with_the_outermost_release(self):
        for tier in ("recorded", "counted"):
            lock = self.make("RLock", tier)
            with lock, lock:
                lock.acquire()
                lock.release()
            self.assertTrue(run(lambda lock=lock: lock.acquire(False) and (lock.release() or True)))
        lock = self.make("RLock")
        with lock:
            with lock:
                inner = time.perf_counter_ns()
        ((seq, start, end),) = self.holds(lock)
        self.assertEqual(seq, 1)
        self.assertTrue(start < inner < end)

    def test_condition_works_over_both(self):
        for kind in ("Lock", "RLock"):
            for tier in ("recorded", "counted"):
                lock = self.make(kind, tier)
                condition = threading.Condition(lock)
                seen = []

                def consumer(condition=condition, seen=seen):
                    with condition:
                        while not seen:
                            condition.wait()
                        seen.append("consumed")

                thread = threading.Thread(target=consumer)
                thread.start()
                with condition:
                    if kind == "RLock":
                        with condition:
                            pass
                    seen.append("made")
                    condition.notify()
                thread.join()
                self.assertEqual(seen, ["made", "consumed"])
                self.assertTrue(run(lambda lock=lock: lock.acquire(False) and (lock.release() or True)))

    def test_a_contended_acquire_tells_the_holder(self):
        for tier in ("recorded", "counted"):
            lock = self.make("Lock", tier)
            lock.acquire()
            waiter = threading.Thread(target=lambda lock=lock: lock.acquire() and lock.release())
            waiter.start()
            number = self.locks.object_number(lock)
            wait_until(lambda number=number: self.recording.waits(number))
            lock.release()
            waiter.join()
            (wait,) = self.recording.waits(number)
            self.assertEqual(wait.result, 1)
            self.assertEqual(wait.holder_lane, self.recording.lane_id())
            self.assertNotEqual(wait.holder_site, 0)
            self.assertGreater(wait.end, wait.start)

    def test_a_holder_is_told_by_its_own_line_not_by_a_waiters(self):
        lock = self.make("Lock", "counted")
        inside, leave = threading.Event(), threading.Event()

        def hold():
            with lock:
                inside.set()
                leave.wait()

        def want():
            with lock:
                pass

        holder = threading.Thread(target=hold)
        holder.start()
        inside.wait()
        waiters = [threading.Thread(target=want) for _ in range(5)]
        number = self.locks.object_number(lock)
        for count, waiter in enumerate(waiters, 1):  # one after the other: each may have spoilt the next one's answer
            waiter.start()
            wait_until(lambda count=count: len(self.recording.waits(number)) == count)
        leave.set()
        for thread in [holder] + waiters:
            thread.join()
        known = {
            code.co_name: self.recording.recorder.tables.known[id(code)] for code in (hold.__code__, want.__code__)
        }
        for wait in self.recording.waits(number):
            self.assertEqual(wait.holder_site >> 32 << 32, known["hold"])
            self.assertEqual(wait.site >> 32 << 32, known["want"])

    def test_a_lock_that_changes_hands_names_no_holder(self):
        lock = self.make("Lock")
        with lock:
            pass
        lock.native.acquire()  # as a thread that was woken in the native acquire and could not say so yet
        number = self.locks.object_number(lock)
        self.assertFalse(lock.acquire(True, 0.001))
        lock.native.release()
        (wait,) = self.recording.waits(number)
        self.assertEqual((wait.holder_lane, wait.holder_site), (0, 0))

    def test_a_hold_regained_by_a_condition_is_no_acquisition_in_any_tier(self):
        for kind in ("Lock", "RLock"):
            lock = getattr(self.patched, kind)()
            condition = threading.Condition(lock)
            rounds = self.locks.FULL_RECORDS
            for _ in range(rounds):
                with condition:
                    condition.wait(0)
            number = self.locks.object_number(lock)
            self.assertEqual(self.recording.counted(number), rounds, kind)

    def test_totals_are_right_from_the_moment_of_counting_on(self):
        lock = self.patched.RLock()
        with lock:
            for _ in range(self.locks.FULL_RECORDS):
                with lock:
                    pass
        run(lambda: lock.acquire() and lock.release())
        number = self.locks.object_number(lock)
        self.assertEqual(self.recording.counted(number), 2)
        self.assertEqual(self.recording.counted(number, cell=1), self.locks.FULL_RECORDS)


class Order(LockCase):
    def test_holds_never_overlap_and_none_is_missing(self):
        hand_overs = 1_000_000 if LONG else 60_000
        for kind in ("Lock", "RLock"):
            lock = self.make(kind)
            threads = 4
            total = [0]

            def work(lock=lock, total=total, rounds=hand_overs // threads):
                for _ in range(rounds):
                    with lock:
                        total[0] += 1

            with switching_every(1e-6):
                run_all([work] * threads)
            holds = self.holds(lock)
            self.assertEqual(total[0], hand_overs)
            self.assertEqual([seq for seq, _, _ in holds], list(range(1, hand_overs + 1)))
            previous = 0
            for _, start, end in holds:
                self.assertTrue(previous <= start <= end)
                previous = end

    def test_the_counted_tier_counts_every_acquire(self):
        for kind in ("Lock", "RLock"):
            lock = getattr(self.patched, kind)()
            rounds = 3 * self.locks.FULL_RECORDS

            def work(lock=lock, rounds=rounds):
                for _ in range(rounds):
                    with lock:
                        pass

            with switching_every(1e-5):
                run_all([work] * 4)
            self.assertEqual(self.recording.counted(self.locks.object_number(lock)), 4 * rounds)
            for _, start, end in self.holds(lock):
                self.assertTrue(end == 0 or start <= end)


@unittest.skipUnless(hasattr(signal, "setitimer"), "needs an interval timer (not on Windows)")
class Interrupts(LockCase):
    """Signals that raise, aimed at the lock. Before 3.10 the native lock itself leaks (docs/limits.md)."""

    INTERRUPTS = 10_000 if LONG else 1_500

    def leaks(self, lock, use):
        """How many of INTERRUPTS left the lock held."""

        class Interrupt(Exception):
            pass

        def handler(signum, frame):
            raise Interrupt

        leaked = 0
        old = signal.signal(signal.SIGALRM, handler)
        try:
            for i in range(self.INTERRUPTS):
                try:
                    # 20 to 60 µs from now, so that it lands anywhere in the loop.
                    signal.setitimer(signal.ITIMER_REAL, 20e-6 + (i % 41) * 1e-6)
                    while True:
                        use(lock)
                except Interrupt:
                    pass
                if not lock.acquire(False):
                    leaked += 1
                    lock.release()
                else:
                    lock.release()
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, old)
        return leaked

    def leaks_of(self, kind, tier):
        def use(lock):
            with lock:
                pass

        return self.leaks(self.make(kind, tier), use)

    @unittest.skipUnless(MODERN, "3.8 and 3.9 leak natively")
    def test_with_never_leaks(self):
        for tier in ("recorded", "counted"):
            self.assertEqual(self.leaks_of("Lock", tier), 0, tier)

    @unittest.skipUnless(MODERN, "3.8 and 3.9 leak natively")
    def test_with_never_leaks_an_rlock(self):
        for tier in ("recorded", "counted"):
            lock = self.make("RLock", tier)

            def use(lock):
                with lock:
                    pass

            self.leaks(lock, use)
            self.assertFalse(lock._is_owned(), tier)
            self.assertEqual(lock.stack, [], tier)

    @unittest.skipUnless(
        sys.version_info >= (3, 11), "acquire(); try: … leaks natively; from 3.11 on it does not leak traced"
    )
    def test_acquire_then_try_never_leaks(self):
        def use(lock):
            lock.acquire()
            try:
                pass
            finally:
                lock.release()

        for tier in ("recorded", "counted"):
            self.assertEqual(self.leaks(self.make("Lock", tier), use), 0, tier)


@unittest.skipUnless(hasattr(signal, "pthread_kill") and MODERN, "signals as on POSIX; 3.8 and 3.9: docs/limits.md")
class InterruptedConditions(LockCase):
    def test_a_signal_while_a_wait_takes_its_lock_back_leaves_no_lock_held(self):
        class Interrupt(Exception):
            pass

        def handler(signum, frame):
            raise Interrupt

        old = signal.signal(signal.SIGALRM, handler)
        self.addCleanup(signal.signal, signal.SIGALRM, old)
        for levels in (1, 2):
            condition = threading.Condition(self.make("RLock"))
            inside = threading.Event()

            def notify(condition=condition, inside=inside):
                inside.wait()
                with condition:
                    condition.notify()
                    # The waiter is awake and wants its lock; a moment for it to get that far.
                    time.sleep(0.05)
                    signal.pthread_kill(threading.main_thread().ident, signal.SIGALRM)
                    time.sleep(0.02)

            thread = threading.Thread(target=notify)
            thread.start()
            with self.assertRaises(Interrupt), condition:
                if levels == 2:
                    condition.acquire()
                try:
                    inside.set()
                    condition.wait(5)
                finally:
                    if levels == 2:
                        condition.release()
            thread.join()
            self.assertFalse(condition._lock._is_owned())
            self.assertEqual(condition._lock.stack, [])


def run(function):
    """Result of `function` called in another thread."""
    results = []
    thread = threading.Thread(target=lambda: results.append(function()))
    thread.start()
    thread.join()
    return results[0] if results else None


def run_all(functions):
    threads = [threading.Thread(target=function) for function in functions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def wait_until(condition):
    deadline = time.monotonic() + 30
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError("did not come true within 30 s")
        time.sleep(0.001)


class switching_every:
    """Context: threads switch every so many seconds."""

    def __init__(self, seconds):
        self.seconds = seconds

    def __enter__(self):
        self.old = sys.getswitchinterval()
        sys.setswitchinterval(self.seconds)

    def __exit__(self, *exc_info):
        sys.setswitchinterval(self.old)


if __name__ == "__main__":
    unittest.main()
