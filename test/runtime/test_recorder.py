"""Records: whole, in order, none lost unless counted (runtime/_raceway/recorder.py, segments.py)."""

import os
import signal
import sys
import threading
import types
import unittest

from support.inprocess import InProcessRecording, ProcessFolder

CLEAR, SET = 20, 19

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
        self.recording.close()
        recording = InProcessRecording(budget_bytes=300 << 10)  # the first segment of 256 KB and no second one
        self.addCleanup(recording.close)
        emitted = 500
        for _ in range(emitted):
            recording.recorder.emit(SET, 1, 0, 0, 0)
        kept = len(recording.records(SET, 1))
        self.assertGreater(recording.lost(), 0)
        self.assertEqual(kept + recording.lost(), emitted)
        self.assertEqual(next(recording.segments())[5] & 1, 1)  # the flag that says so

    def test_a_lane_that_never_gets_a_chunk_is_counted_too(self):
        self.recording.close()
        recording = InProcessRecording(budget_bytes=300 << 10)
        self.addCleanup(recording.close)
        for _ in range(126):
            in_thread(lambda: recording.recorder.emit(SET, 1, 0, 0, 0))
        before = next(recording.segments())[6]
        in_thread(lambda: [recording.recorder.emit(SET, 1, 0, 0, 0) for _ in range(10)])
        self.assertGreaterEqual(next(recording.segments())[6] - before, 10)

    def test_a_vanished_folder_harms_nothing(self):
        os.rename(self.recording.folder, self.recording.folder + "-moved")
        for _ in range(200):
            self.recorder.emit(SET, 1, 0, 0, 0)
        self.recorder.note("test", "nobody will read this")
        self.assertGreater(self.recorder.tables.lost_lines, 0)
        self.assertGreater(self.recorder.local.me.lost, 0)
        os.rename(self.recording.folder + "-moved", self.recording.folder)

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
