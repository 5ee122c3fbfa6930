"""Records: whole, in order, none lost unless counted (runtime/_raceway/recorder.py, segments.py)."""

import gc
import os
import signal
import sys
import threading
import types
import unittest
import weakref

from support.inprocess import InProcessRecording, ProcessFolder

CLEAR, SET = 20, 19
FIRST_SEGMENT = 256 << 10

SIGNALS = hasattr(signal, "setitimer") and sys.version_info >= (3, 10)
NO_SIGNALS = "needs an interval timer; 3.8 and 3.9 look for signals between any two instructions (docs/limits.md)"


def in_thread(function):
    thread = threading.Thread(target=function)
    thread.start()
    thread.join()


class Records(unittest.TestCase):
    def setUp(self):
        self.recording = InProcessRecording()
        self.addCleanup(self.recording.close)
        self.recorder = self.recording.recorder

    def test_a_lane_keeps_its_records_in_order_through_all_chunk_sizes(self):
        count = 9000  # more than 64 + 256 + 1024 + 4096: five chunks
        number = self.recorder.new_object(4, 0, 0)
        for i in range(count):
            self.recorder.emit(SET, number, i, i, 0)
        found = self.recording.records(SET, number)
        self.assertEqual([record.seq for record in found], list(range(count)))
        self.assertEqual([record.time for record in found], sorted(record.time for record in found))

    def test_every_thread_has_its_own_lane_that_begins_and_ends(self):
        lanes = []

        def work():
            self.recorder.emit(SET, 1, 0, 0, 0)
            lanes.append(self.recorder.local.me.id)
            self.recorder.end_lane()

        for _ in range(300):  # more than the 126 chunks of the first segment
            in_thread(work)
        self.assertEqual(len(set(lanes)), 300)
        kinds = {}
        for lane, words, at in self.recording.slots():
            kinds.setdefault(lane, []).append(words[at + 3] >> 56)
        for lane in lanes:
            self.assertEqual(kinds[lane], [40, SET, 41])

    def test_what_finds_no_room_is_counted_exactly(self):
        recording = self.fill_up()
        kept, lost = len(recording.records(SET, 1)), recording.lost()
        emitted = 10_000
        self.assertEqual(kept + lost, emitted)
        self.assertEqual(next(recording.segments())[5] & 1, 1)  # the flag that says so
        recorder = recording.recorder
        for _ in range(100):
            recorder.turn(
                recorder.local.me
            )  # room is looked for, and then nothing is written: a lock that was not free
        recorder.end_wait(recorder.begin_wait(2, 1, 0), 1)
        recorder.emit(SET, 1, 0, 0, 0)
        recorder.heartbeat()
        self.assertEqual(recording.lost(), lost + 2)

    def test_a_lane_counts_its_last_loss_when_it_ends(self):
        recording = self.fill_up()
        before = recording.lost()

        def work():
            recording.recorder.emit(SET, 1, 0, 0, 0)
            recording.recorder.end_lane()

        in_thread(work)
        self.assertEqual(recording.lost() - before, 3)  # with the first and the last record of a lane

    def test_what_a_lane_lost_stays_counted_when_it_finds_room_again(self):
        recording = self.fill_up()
        recorder = recording.recorder
        recorder.emit(SET, 1, 0, 0, 0)  # lost, and not yet counted
        recorder.store.budget_bytes += FIRST_SEGMENT
        recorder.store.retry_ns = 0
        for _ in range(100):
            recorder.emit(SET, 1, 0, 0, 0)
        recorder.heartbeat()
        self.assertEqual(len(recording.records(SET, 1)) + recording.lost(), 10_101)

    def test_locks_that_are_only_tried_lose_nothing(self):
        from _raceway.instruments import locks

        recording = self.fill_up()
        patched = types.SimpleNamespace(RLock=threading.RLock)
        locks.install(patched)
        lock = patched.Lock()
        lock.left = 0
        lock.acquire()
        recording.recorder.heartbeat()
        before = recording.lost()
        for _ in range(100):
            lock.acquire(False)
        recording.recorder.heartbeat()
        self.assertEqual(recording.lost(), before)

    def fill_up(self):
        """A recording with room for the first segment only, after 10,000 records of object 1, which are more."""
        self.recording.close()
        recording = InProcessRecording(budget_bytes=FIRST_SEGMENT)
        self.addCleanup(recording.close)
        for _ in range(10_000):
            recording.recorder.emit(SET, 1, 0, 0, 0)
        recording.recorder.heartbeat()
        return recording

    def test_nearly_all_of_the_budget_is_used(self):
        self.recording.close()
        for budget in (1 << 20, 1300 << 10, 5 << 20):
            recording = InProcessRecording(budget_bytes=budget)
            self.addCleanup(recording.close)
            fits = budget // 32
            for _ in range(fits):
                recording.recorder.emit(SET, 1, 0, 0, 0)
            recording.recorder.heartbeat()
            kept = len(recording.records(SET, 1))
            self.assertGreater(kept, 0.8 * fits, budget)
            self.assertLessEqual(recording.recorder.store.used_bytes, budget)
            self.assertEqual(kept + recording.lost(), fits)
            recording.close()

    def test_a_thread_takes_a_large_chunk_when_no_small_one_is_left(self):
        self.recording.close()
        recording = InProcessRecording(budget_bytes=FIRST_SEGMENT + 4096 + 3 * 8192)
        self.addCleanup(recording.close)
        for _ in range(3):
            recording.recorder.store.claim(1)
        recording.recorder.store.current[1].free = iter(range(1, 4))
        for _ in range(125):
            recording.recorder.store.claim(0)
        in_thread(lambda: recording.recorder.emit(SET, 1, 0, 0, 0))
        self.assertEqual(len(recording.records(SET, 1)), 1)

    def test_a_vanished_folder_harms_nothing(self):
        os.rename(self.recording.folder, self.recording.folder + "-moved")
        for _ in range(10_000):
            self.recorder.emit(SET, 1, 0, 0, 0)
        self.recorder.note("test", "nobody will read this")
        os.rename(self.recording.folder + "-moved", self.recording.folder)
        self.assertEqual(next(self.recording.segments())[7], 1)
        self.recorder.heartbeat()
        self.assertEqual(len(self.recording.records(SET, 1)) + self.recording.lost(), 10_000)

    @unittest.skipUnless(SIGNALS, NO_SIGNALS)
    def test_a_signal_handler_that_records_tears_nothing(self):
        handled = [0]

        def handler(signum, frame):
            handled[0] += 1
            self.recorder.emit(CLEAR, 2, handled[0], 0, 0)

        old = signal.signal(signal.SIGALRM, handler)
        signal.setitimer(signal.ITIMER_REAL, 50e-6, 50e-6)
        try:
            for i in range(100_000):
                self.recorder.emit(SET, 1, i, 0, 0)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, old)
        self.assertGreater(handled[0], 10)
        self.assertEqual([record.seq for record in self.recording.records(SET, 1)], list(range(100_000)))
        # Handlers interrupt each other, so theirs come in any order; one that interrupts the making of a file may find no room.
        found = [record.seq for record in self.recording.records(CLEAR, 2)]
        self.assertEqual(len(set(found)), len(found))
        self.assertEqual(len(found) + self.recording.lost(), handled[0])

    @unittest.skipUnless(SIGNALS, NO_SIGNALS)
    def test_an_interrupt_leaves_no_hole(self):
        class Interrupt(Exception):
            pass

        def handler(signum, frame):
            raise Interrupt

        old = signal.signal(signal.SIGALRM, handler)
        done = 0
        try:
            for i in range(1000):
                try:
                    # Long enough for a segment to be made in between.
                    signal.setitimer(signal.ITIMER_REAL, 1e-3 + (i % 101) * 1e-6)
                    while True:
                        self.recorder.end_wait(self.recorder.begin_wait(2, 1, 0), 1)
                        done += 1
                except Interrupt:
                    pass
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, old)
        self.recorder.emit(SET, 7, 0, 0, 0)
        self.assertEqual(len(self.recording.records(SET, 7)), 1)  # not behind a hole
        self.assertGreaterEqual(len(self.recording.waits(1)), done)


@unittest.skipUnless(hasattr(os, "fork"), "needs fork")
class Forks(unittest.TestCase):
    def setUp(self):
        self.recording = InProcessRecording()
        self.addCleanup(self.recording.close)
        from _raceway.instruments import locks

        self.locks = locks
        self.patched = types.SimpleNamespace(RLock=threading.RLock)
        locks.install(self.patched)

    def in_child(self, reopen, work):
        """Fork with the lock of `work` held; returns after the child has ended well."""
        recorder = self.recording.recorder
        child_folder = self.recording.folder + "/child"
        os.mkdir(child_folder)
        pid = os.fork()
        if pid == 0:
            status = 1
            try:
                if reopen:
                    recorder.reopen_after_fork(child_folder, 1 << 30, {"k": "process", "v": 1, "pid": os.getpid()})
                else:
                    recorder.stop_after_fork()
                work()
                status = 0
            except BaseException:
                sys.excepthook(*sys.exc_info())
            finally:
                os._exit(status)
        self.assertEqual(os.waitpid(pid, 0)[1], 0)
        return child_folder

    def test_a_lock_held_across_a_fork_is_released_by_both_without_touching_the_other(self):
        for reopen in (True, False):
            for kind in ("Lock", "RLock"):
                lock = getattr(self.patched, kind)()
                lock.acquire()
                folder = self.in_child(reopen, lambda lock=lock: [lock.release(), lock.acquire(), lock.release()])
                number = self.locks.object_number(lock)
                self.assertEqual([end for _, _, end in self.recording.holds(number)], [0], (reopen, kind))
                lock.release()
                ((_, start, end),) = self.recording.holds(number)
                self.assertGreater(end, start)
                for name in os.listdir(folder):
                    os.unlink(os.path.join(folder, name))
                os.rmdir(folder)

    def test_nothing_in_the_child_stores_into_the_parents_segments(self):
        """Open holds in an older chunk, of another thread, frozen; counter cells; a wait: all of them end in the child."""
        recorder = self.recording.recorder
        held, others, counted, frozen = [self.patched.Lock() for _ in range(4)]
        reentered = self.patched.RLock()
        held.acquire()
        reentered.acquire()
        reentered.acquire()
        frozen.acquire()
        for _ in range(5000):  # the holds are in older chunks now
            recorder.emit(SET, 1, 0, 0, 0)
        in_thread(others.acquire)
        counted.left = 1
        for _ in range(10):
            with counted:
                pass
        wait = recorder.begin_wait(2, 1, 0)
        gc.freeze()
        self.addCleanup(gc.unfreeze)
        for reopen in (True, False):
            late = self.patched.Lock()
            late.left = 0
            before = list(self.contents())

            def work(late=late):
                for lock in (held, others, frozen, reentered, reentered):
                    lock.release()
                with counted:
                    pass
                with late:
                    pass
                recorder.end_wait(wait, 1)
                recorder.emit(SET, 1, 0, 0, 0)

            folder = self.in_child(reopen, work)
            # Not assertEqual: it would spend minutes on the difference of two long arrays.
            self.assertTrue(list(self.contents()) == before, "changed by a child, reopen=%s" % reopen)
            self.remove(folder)

    def contents(self):
        """The words of all segments of this process, but for the heartbeat."""
        for words in self.recording.segments():
            words[4] = 0
            yield words

    def remove(self, folder):
        for name in os.listdir(folder):
            os.unlink(os.path.join(folder, name))
        os.rmdir(folder)

    def test_no_number_means_a_lane_of_the_parent_and_one_of_the_child(self):
        recorder = self.recording.recorder
        others, mine = self.patched.Lock(), self.patched.Lock()
        in_thread(others.acquire)
        mine.acquire()
        parents = [recorder.announce_lane("announced", False, False)[0], recorder.local.me.id]

        def work():
            others.acquire(timeout=0.001)
            mine.acquire(timeout=0.001)
            in_thread(lambda: recorder.emit(SET, 1, 0, 0, 0))

        folder = self.in_child(True, work)
        child = ProcessFolder(folder)
        lanes = [lane for lane, words, at in child.slots() if words[at + 3] >> 56 == 40]
        self.assertEqual(len(lanes), 2)
        self.assertGreater(min(lanes), max(parents))
        numbers = [self.locks.object_number(lock) for lock in (others, mine)]
        holders = [wait.holder_lane for number in numbers for wait in child.waits(number)]
        self.assertEqual(len(holders), 2)
        self.assertLessEqual(set(holders), {0, *lanes})

    def test_an_untraced_child_writes_no_line_into_the_parents_side_tables(self):
        lock = self.patched.Lock()

        def work():
            code = compile("with lock: pass", self.recording.folder + "/unseen.py", "exec")
            exec(code, {"lock": lock})
            self.recording.recorder.note("test", "of the child")

        def size():
            return os.path.getsize(self.recording.folder + "/meta.jsonl")

        before = size()
        self.in_child(False, work)
        self.assertEqual(size(), before)

    def test_a_counted_lock_counts_in_its_own_process(self):
        lock = self.patched.Lock()
        lock.left = 1
        for _ in range(10):
            with lock:
                pass

        def work():
            for _ in range(1000):
                with lock:
                    pass

        folder = self.in_child(True, work)
        number = self.locks.object_number(lock)
        self.assertEqual(self.recording.counted(number), 10)
        self.assertEqual(ProcessFolder(folder).counted(number), 1000)


class SideTables(unittest.TestCase):
    """What is kept of code objects does not grow with what a program makes, runs and drops."""

    def setUp(self):
        self.recording = InProcessRecording()
        self.addCleanup(self.recording.close)
        self.tables = self.recording.recorder.tables

    def run_text(self, text, file):
        seen = []
        exec(compile(text, file, "exec"), {"see": lambda: seen.append(self.recording.recorder.site(sys._getframe(1)))})
        return seen[0]

    def lines(self):
        with open(self.recording.folder + "/meta.jsonl") as file:
            return [line for line in file if '"k":"code"' in line]

    def test_code_that_was_dropped_is_freed(self):
        for file in ("<template>", "/program/template.html"):
            code = compile("pass", file, "exec")
            name = id(code)
            alive = weakref.ref(code)
            self.tables.learn(code)
            self.assertIn(name, self.tables.known)
            del code
            self.assertIsNone(alive())
            self.assertNotIn(name, self.tables.known)

    def test_known_does_not_grow_with_code_that_comes_and_goes(self):
        before = len(self.tables.known)
        for i in range(3000):
            self.run_text("s = %r\nsee()" % (str(i) * 10), "<text>")
        self.assertLess(len(self.tables.known) - before, 10)
        self.assertLess(len(self.tables.references), before + 3000)

    def test_the_same_lines_of_the_same_file_keep_their_number(self):
        sites = {self.run_text("see()", "/program/template.html") for _ in range(100)}
        self.assertEqual(len(sites), 1)
        self.assertEqual(len([line for line in self.lines() if "template.html" in line]), 1)

    def test_a_limit_bounds_the_file_and_is_told_once(self):
        from _raceway import sidetables

        limit, sidetables.MAX_CODES = sidetables.MAX_CODES, len(self.tables.numbers) + 3
        self.addCleanup(setattr, sidetables, "MAX_CODES", limit)
        sites = [self.run_text("see()", "/program/%d.py" % i) for i in range(6)]
        self.assertTrue(all(sites[:2]))
        self.assertEqual(sites[-1], sites[-2])
        with open(self.recording.folder + "/meta.jsonl") as file:
            self.assertEqual(file.read().count('"about":"code"'), 1)


class Throughput(unittest.TestCase):
    """Short lives cost little: no chunk is larger than what the thread has already used."""

    def test_two_thousand_short_threads_stay_small(self):
        recording = InProcessRecording()
        self.addCleanup(recording.close)
        for _ in range(2000):
            in_thread(lambda: recording.recorder.emit(SET, 1, 0, 0, 0))
        self.assertEqual(len(recording.records(SET, 1)), 2000)
        self.assertLess(recording.recorder.store.used_bytes, 6 << 20)


if __name__ == "__main__":
    unittest.main()
