"""threading.Thread and Timer: runtime/_raceway/instruments/threads.py."""

import _thread
import collections
import functools
import json
import operator
import os
import queue
import threading
import time
import unittest
from concurrent.futures import ThreadPoolExecutor

from support.instrumented import PATIENCE_SECONDS, Helper, InstrumentCase, until
from support.programs import Workshop


class ThreadStories(InstrumentCase):
    def lane_kinds(self, lane):
        """Kinds of a lane's records, but for waits."""
        names = {16: "NEW", 40: "LANE_START", 41: "LANE_END", 42: "THREAD_START"}
        kinds = [words[at + 3] >> 56 for of_lane, words, at in self.recording.slots() if of_lane == lane]
        return [names[kind] for kind in kinds if kind in names]

    def lane_rows(self, *names):
        with open(self.recording.folder + "/meta.jsonl", encoding="ascii") as file:
            rows = [json.loads(line) for line in file]
        return [row for row in rows if row["k"] in ("lane", "rename") and row["name"] in names]

    def test_a_start_names_the_lane_that_begins_after_it(self):
        thread = threading.Thread(target=lambda: None, name="child")
        thread.start()
        thread.join()
        lane = self.lane_of(thread)
        (start,) = [
            (of_lane, words[at])
            for of_lane, words, at in self.recording.slots()
            if words[at + 3] >> 56 == 42 and words[at + 1] == lane
        ]
        (begin,) = [
            words[at] for of_lane, words, at in self.recording.slots() if of_lane == lane and words[at + 3] >> 56 == 40
        ]
        self.assertEqual(start[0], self.recording.lane_id())
        self.assertLess(start[1], begin)
        self.assertEqual(self.lane_kinds(lane), ["LANE_START", "LANE_END"])
        (row,) = self.lane_rows("child")
        self.assertEqual((row["id"], row["daemon"], row["internal"]), (lane, False, False))

    def test_a_subclass_that_overrides_run_and_start(self):
        class Worker(threading.Thread):
            def start(self):
                super().start()

            def run(self):
                raise SystemExit

        worker = Worker(daemon=True)
        worker.start()
        worker.join()
        self.assertEqual(self.lane_kinds(self.lane_of(worker)), ["LANE_START", "LANE_END"])
        (row,) = self.lane_rows(worker.name)
        self.assertEqual((row["daemon"], row["internal"]), (True, False))

    def test_a_thread_that_could_not_start_has_no_lane(self):
        starter = "_start_joinable_thread" if hasattr(threading, "_start_joinable_thread") else "_start_new_thread"
        native = getattr(threading, starter)

        def refuse(*_, **__):
            raise RuntimeError("can't start new thread")

        def starts():
            return [words[at + 1] for _, words, at in self.recording.slots() if words[at + 3] >> 56 == 42]

        before = starts()
        thread = threading.Thread(target=lambda: None, name="at the second try")
        setattr(threading, starter, refuse)
        try:
            with self.assertRaises(RuntimeError):
                thread.start()
        finally:
            setattr(threading, starter, native)
        thread.name = "named in between"
        self.assertEqual((starts(), self.lane_rows("named in between")), (before, []))
        thread.start()
        thread.join()
        self.assertEqual(starts(), before + [self.lane_of(thread)])

    def test_finalizers_of_thread_local_objects_belong_to_the_lane_that_ended(self):
        flag, own = threading.Event(), threading.local()

        class Last:
            def __del__(self):
                flag.set()

        def work():
            own.last = Last()

        def setters():
            return [record.lane for record in self.recording.records(19, self.number(flag))]

        lanes = []
        for _ in range(3):
            thread = threading.Thread(target=work)
            thread.start()
            thread.join()
            lanes.append(self.lane_of(thread))
            until(lambda: len(setters()) == len(lanes))
        self.assertEqual(sorted(setters()), sorted(lanes))
        _thread.start_new_thread(flag.set, ())  # likely with the ident of the last one
        until(lambda: len(setters()) == 4)
        self.assertEqual(len(set(setters())), 4)

    def test_a_new_name(self):
        go = threading.Event()
        thread = Helper(go.wait)
        thread.name = "renamed"
        go.set()
        thread.finish()
        self.assertEqual([row["lane"] for row in self.lane_rows("renamed")], [self.lane_of(thread)])
        early = threading.Thread(target=lambda: None, name="early")
        early.name = "earlier"
        early.start()
        early.join()
        self.assertEqual([row["k"] for row in self.lane_rows("early", "earlier")], ["lane"])

    def test_join_waits_only_for_the_living(self):
        go = threading.Event()
        thread = Helper(go.wait)
        joiner = Helper(thread.join)
        until(lambda: self.waits_for("JOIN", self.lane_of(joiner)))
        lane = self.recording.lane_id()
        before = len(self.waits_for("JOIN", lane))
        thread.join(0.001)
        thread.join(-1)
        go.set()
        joiner.finish()
        thread.join()
        self.assertEqual(self.waits_for("JOIN", self.lane_of(joiner)), [(self.lane_of(thread), "got", 0)])
        mine = [wait for wait in self.waits_for("JOIN", lane)[before:] if wait[0] == self.lane_of(thread)]
        self.assertEqual([result for _, result, _ in mine], ["timed out", "timed out"])

    def test_misuse_is_refused_as_ever(self):
        thread = threading.Thread(target=lambda: None)
        with self.assertRaisesRegex(RuntimeError, "before it is started"):
            thread.join()
        thread.start()
        with self.assertRaisesRegex(RuntimeError, "only be started once"):
            thread.start()
        thread.join()

    def test_a_timer_sleeps_and_runs(self):
        ran = threading.Event()
        timer = threading.Timer(0.002, ran.set)
        timer.start()
        timer.join()
        self.assertTrue(ran.is_set())
        self.assertEqual(self.waits_for("SLEEP", self.lane_of(timer)), [(0, "got", 2_000_000)])
        cancelled = threading.Timer(60, ran.set)
        cancelled.start()
        cancelled.cancel()
        cancelled.join()
        self.assertEqual([wait[1] for wait in self.waits_for("SLEEP", self.lane_of(cancelled))], ["got"])
        with self.assertRaises(TypeError):
            threading.Timer("soon", ran.set).run()

    def test_a_thread_that_was_not_started_by_threading_gets_a_lane_when_it_does_something(self):
        done = threading.Event()
        lanes = []

        def bare():
            threading.Event()
            lanes.append(self.recording.lane_id())
            done.set()

        _thread.start_new_thread(bare, ())
        done.wait()
        self.assertEqual(self.lane_kinds(lanes[0])[:2], ["LANE_START", "NEW"])

    def test_calls_that_come_from_c_with_no_frame_around_them(self):
        event, q, simple = threading.Event(), queue.Queue(), queue.SimpleQueue()
        condition, semaphore, barrier = (
            threading.Condition(threading.Lock()),
            threading.Semaphore(),
            threading.Barrier(1),
        )
        condition.acquire()
        thread = threading.Thread(target=event.set)
        calls = (
            (time.sleep, 0.0001), (thread.start,), (event.wait,), (event.clear,), (semaphore.acquire,), (semaphore.release,),
            (q.put, 1), (q.get,), (q.task_done,), (q.join,), (simple.put, 1), (simple.get,), (barrier.wait,),
            (condition.notify,), (condition.notify_all,), (threading.Event,), (queue.SimpleQueue,), (threading.Condition,),
        )  # fmt: skip
        for function, *arguments in calls:
            done = _thread.allocate_lock()
            done.acquire()
            # A deque that is filled from these calls makes them in C.
            both = map(operator.methodcaller("__call__"), (functools.partial(function, *arguments), done.release))
            _thread.start_new_thread(collections.deque, (both,))
            self.assertTrue(done.acquire(timeout=PATIENCE_SECONDS), function)
        thread.join()
        self.assertEqual(self.story(semaphore), ["NEW 1", "PERMIT 0 #1", "RELEASE 1 #1"])
        self.assertEqual(self.story(simple), ["NEW 0", "PUT 1 #1", "GET 0 #1", "TOOK 1 #1"])

    def test_which_threads_are_internal(self):
        names = []
        with ThreadPoolExecutor(1, thread_name_prefix="pool") as pool:
            pool.submit(lambda: names.append(threading.current_thread().name)).result()
        (row,) = self.lane_rows(*names)
        self.assertFalse(row["internal"], "it runs the program's functions")
        start = compile("t.start()", threading.__file__, "exec")
        thread = threading.Thread(target=lambda: None, name="of the library")
        exec(start, {"t": thread})
        thread.join()
        (row,) = self.lane_rows("of the library")
        self.assertTrue(row["internal"])


UNCAUGHT = """
import threading, queue, sys, traceback
def fails():
    queue.Queue().get(timeout=0.001)
def stack():
    traceback.print_stack(file=sys.stdout)
for target in (fails, stack):
    t = threading.Thread(target=target, name=target.__name__); t.start(); t.join()
for call in (
    lambda: threading.Semaphore(-1), lambda: threading.BoundedSemaphore(1).release(), lambda: threading.Condition(5),
    lambda: threading.Condition().wait(), lambda: threading.Condition().notify_all(), lambda: queue.Queue().get_nowait(),
    lambda: queue.Queue().task_done(), lambda: threading.Barrier(2).wait(0.001), lambda: threading.Thread().join(),
):
    try: call()
    except Exception: traceback.print_exc()
threading.BoundedSemaphore(1).release()
"""
AT_EXIT = """
import threading
go = threading.Event()
def works():
    threading.main_thread().join()
threading.Thread(target=works, name="works").start()
"""
# Objects that the interpreter destroys at its very end, when modules are half gone: one from each place they may hang on.
FINALIZED = """
import builtins, queue, sys, threading, time
class User:
    def __init__(self):
        self.event, self.semaphore, self.condition = threading.Event(), threading.Semaphore(), threading.Condition()
        self.lock, self.rlock, self.queue, self.simple = threading.Lock(), threading.RLock(), queue.Queue(), queue.SimpleQueue()
        self.sleep, self.kind = time.sleep, threading.Event
    def __del__(self):
        self.event.set(); self.event.wait(); self.event.clear()
        self.queue.put(1); self.queue.get(); self.simple.put(1); self.simple.get()
        for lock in self.lock, self.rlock, self.semaphore, self.condition:
            with lock: pass
        self.sleep(0.0001)
        self.kind()
        self.event.wait(0)
in_main, in_a_cycle = User(), [User()]
in_a_cycle.append(in_a_cycle)
builtins.kept, sys.kept, threading.kept = User(), User(), User()
"""
# `left` is how many events the event will still record: the second `set` is only counted.
FORKED_IN_A_THREAD = """
import os, threading

others = threading.Thread(target=bool)
others.start()
others.join()

def fork():
    child = os.fork()
    if child == 0:
        threading.current_thread().name = "renamed"
        others.name = "renamed, and gone"
        thread = threading.Thread(target=bool)
        thread.start()
        thread.join()
        os._exit(0)
    os.waitpid(child, 0)

thread = threading.Thread(target=fork)
thread.start()
thread.join()
"""

FORKED = """
import os, threading
event = threading.Event()
event._raceway.left = 1
event.set()
event.set()
child = os.fork()
if child == 0:
    for _ in range(5):
        event.set()
    os._exit(0)
os.waitpid(child, 0)
event.set()
"""
# A signal that comes between the last look for signals and the system call does not end the call: another one does.
INTERRUPTED = """
import os, queue, signal, sys, threading, time
over = []
def interrupt():
    waits = []
    while not waits:
        waits = {things}
    while not over:
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.5)
{setup}
threading.Thread(target=interrupt, daemon=True).start()
try:
    {wait}
finally:
    over.append(True)
"""
WAITS = {
    "event": ("e = threading.Event()", "e.wait()", "e._cond._waiters"),
    "semaphore": ("s = threading.Semaphore(0)", "s.acquire()", "s._cond._waiters"),
    "condition": ("c = threading.Condition()", "with c: c.wait()", "c._waiters"),
    "barrier": ("b = threading.Barrier(2)", "b.wait()", "b._cond._waiters"),
    "get": ("q = queue.Queue()", "q.get()", "q.not_empty._waiters"),
    "put": ("q = queue.Queue(1); q.put(1)", "q.put(2)", "q.not_full._waiters"),
    "join": ("q = queue.Queue(1); q.put(1)", "q.join()", "q.all_tasks_done._waiters"),
}


class Programs(unittest.TestCase):
    """What a program prints is the same to the last byte, tracebacks and stacks included."""

    def setUp(self):
        self.workshop = Workshop()
        self.addCleanup(self.workshop.close)

    def both(self, text):
        self.workshop.write("program.py", text)
        untraced = self.workshop.untraced("program.py").comparable()
        self.assertEqual(self.workshop.traced("program.py").comparable(), untraced)
        process = self.workshop.recording().processes[0]
        self.assertEqual(process.rows("note"), [])
        return untraced, process

    def test_uncaught_exceptions_and_stacks_show_no_frame_of_ours(self):
        outcome, _ = self.both(UNCAUGHT)
        self.assertEqual(outcome.code, 1)
        self.assertIn("queue.Empty", outcome.err)
        self.assertIn("in stack", outcome.out)

    def test_the_main_thread_waits_for_the_others_at_exit(self):
        outcome, process = self.both(AT_EXIT)
        self.assertEqual(outcome.code, 0)
        joins = [record for record in process.main_lane() if record.kind == "WAIT" and record.seq == 9]
        self.assertEqual([record.object for record in joins], [0])

    def test_finalizers_at_the_end_of_the_interpreter(self):
        outcome, _ = self.both(FINALIZED)
        self.assertEqual(outcome.code, 0)

    @unittest.skipUnless(hasattr(os, "fork"), "no fork on this platform")
    def test_a_forked_child_counts_in_cells_of_its_own(self):
        self.workshop.write("program.py", FORKED)
        outcome = self.workshop.traced("program.py")
        self.assertEqual((outcome.code, outcome.err), (0, ""))
        totals = []
        for process in self.workshop.recording().processes:
            (counted,) = [record for record in process.main_lane() if record.kind == "COUNTED"]
            segment, word = counted.t1 >> 32, counted.t1 & 0xFFFFFFFF
            totals.append(list(process.segments[segment][word : word + 8]))
        self.assertEqual(totals, [[0, 0, 0, 0, 3, 0, 0, 0], [0, 0, 0, 0, 5, 0, 0, 0]])

    @unittest.skipUnless(hasattr(os, "fork"), "no fork on this platform")
    def test_a_thread_that_forks_is_the_main_lane_of_the_child_whatever_its_name(self):
        self.workshop.write("program.py", FORKED_IN_A_THREAD)
        outcome = self.workshop.traced("program.py")
        self.assertEqual(outcome.code, 0)  # from 3.12 on there is a warning: it forks while it has threads
        parent, child = self.workshop.recording().processes
        lanes = [row["id"] for row in child.rows("lane")]
        self.assertEqual([row["lane"] for row in child.rows("rename")], lanes[:1])
        self.assertEqual(set(child.records), set(lanes))
        self.assertGreater(min(lanes), max(row["id"] for row in parent.rows("lane")))

    def test_an_interrupted_wait_ends_the_program_as_it_would_without_us(self):
        for name, (setup, wait, things) in WAITS.items():
            with self.subTest(name):
                outcome, process = self.both(INTERRUPTED.format(setup=setup, wait=wait, things=things))
                self.assertIn("KeyboardInterrupt", outcome.err)
                (record,) = [record for record in process.main_lane() if record.kind == "WAIT"]
                self.assertGreater(record.t1, record.t0)


if __name__ == "__main__":
    unittest.main()
