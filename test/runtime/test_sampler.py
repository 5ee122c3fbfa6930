"""What threads get of the processor, and what they wait for in C code (runtime/_raceway/sampler.py, syscalls.py, places.py)."""

import os
import socket
import sys
import textwrap
import threading
import time
import unittest

from support.inprocess import InProcessRecording
from support.instrumented import until
from support.programs import Workshop

SAMPLE = 46
IO_RECEIVE, IO_SELECT, IO_READ, SOMETHING_ELSE = 4, 6, 8, 255
ON_LINUX = sys.platform == "linux"


def spin(milliseconds):
    end = time.thread_time() + milliseconds / 1000
    while time.thread_time() < end:
        pass


@unittest.skipUnless(ON_LINUX, "only Linux has a CPU clock for each thread (docs/limits.md)")
class Samples(unittest.TestCase):
    """The sampler is called here, by the test: `tick` is what the service thread does 50 times a second."""

    def setUp(self):
        self.recording = InProcessRecording()
        self.addCleanup(self.recording.close)
        from _raceway import identity, recorder, sampler

        identity.forget_others()
        recorder._settle_here(recorder.local.me)
        recorder.begin_here()
        self.recorder = recorder
        recorder_note, self.notes = recorder.note, []
        recorder.note = lambda *note: self.notes.append(note)
        self.addCleanup(setattr, recorder, "note", recorder_note)
        self.sampler = sampler._sampler_of_this_system()
        # It takes the place of this thread's lane, as it does in the service thread: so the ticks have a thread of their own.
        self.is_over = False
        self.service = threading.Thread(target=self.serve, daemon=True)
        self.turn, self.done = threading.Semaphore(0), threading.Semaphore(0)
        self.service.start()
        self.addCleanup(self.dismiss)

    def serve(self):
        while True:
            self.turn.acquire()
            if self.is_over:
                return
            self.sampler.tick()
            self.done.release()

    def dismiss(self):
        self.is_over = True
        self.turn.release()
        self.service.join()

    def tick(self):
        self.turn.release()
        self.done.acquire()

    def thread(self, function, *args):
        """A thread with a lane; returns (its lane, an event that lets it end)."""
        lanes = []

        def run():
            lanes.append(self.recorder.local.me)
            function(*args)

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        until(lambda: lanes)
        return thread, lanes[0]

    def samples(self, lane):
        """(time, CPU ns, kind, has a site) of a lane, in the order in which they were written."""
        return [
            (words[at], words[at + 1], words[at + 2] & 0xFFFFFFFF, words[at + 3] & (1 << 56) - 1 != 0)
            for _, words, at in self.recording.slots()
            if words[at + 3] >> 56 == SAMPLE and words[at + 2] >> 40 == lane.id
        ]

    def test_the_clock_of_a_lane_grows_by_what_its_thread_used(self):
        self.tick()
        before = time.thread_time_ns()
        spin(30)
        self.tick()
        spin(30)
        used = time.thread_time_ns() - before
        self.tick()
        self.sampler.finish()
        samples = self.samples(self.recorder.local.me)
        grown = samples[-1][1] - samples[0][1]
        self.assertGreaterEqual(grown, used)
        self.assertLessEqual(samples[-1][1], time.thread_time_ns())
        self.assertEqual([s[0] for s in samples], sorted(s[0] for s in samples))

    def test_a_thread_that_waits_for_a_socket_is_found_there_with_its_line_and_asked_once(self):
        here, there = socket.socketpair()
        self.addCleanup(here.close)
        self.addCleanup(there.close)
        thread, lane = self.thread(there.recv, 1)
        asked = []
        look = self.sampler.look
        self.sampler.look = lambda native: asked.append(native) or look(native)
        until(lambda: self.tick() or [s for s in self.samples(lane) if s[2] == IO_RECEIVE])
        self.tick()  # the first tick in which it uses nothing may be news
        found = [s for s in self.samples(lane) if s[2] == IO_RECEIVE]
        self.assertTrue(found[0][3], "the line that waits is told")
        times = asked.count(lane.native)
        for _ in range(20):
            self.tick()
        self.assertEqual(asked.count(lane.native), times, "its clock stands still: it is still there")
        self.assertEqual([s for s in self.samples(lane) if s[2] == IO_RECEIVE], found, "nothing new is written")
        here.send(b"x")
        thread.join()

    def test_the_last_tick_of_a_wait_is_written_when_it_is_over(self):
        read, write = os.pipe()
        self.addCleanup(os.close, write)
        self.addCleanup(os.close, read)
        thread, lane = self.thread(lambda: (os.read(read, 1), spin(5), os.read(read, 1)))
        until(lambda: self.tick() or [s for s in self.samples(lane) if s[2] == IO_READ])
        for _ in range(5):
            self.tick()
        last = self.sampler.last_tick
        os.write(write, b"x")
        until(lambda: self.tick() or self.samples(lane)[-1][1] > 5_000_000)
        in_wait = [s for s in self.samples(lane) if s[2] == IO_READ and s[1] < 5_000_000]
        self.assertGreaterEqual(in_wait[-1][0], last, "no processor was used until then")
        os.write(write, b"x")
        thread.join()

    def test_a_native_lock_is_something_else(self):
        import _thread

        lock = _thread.allocate_lock()
        lock.acquire()
        thread, lane = self.thread(lock.acquire)
        until(lambda: self.tick() or [s for s in self.samples(lane) if s[2] == SOMETHING_ELSE])
        lock.release()
        thread.join()

    def test_a_thread_in_a_recorded_wait_is_not_asked(self):
        here, there = socket.socketpair()
        self.addCleanup(here.close)
        self.addCleanup(there.close)

        def wait():
            handle = self.recorder.begin_wait(3, 1, 0)
            there.recv(1)
            self.recorder.end_wait(handle, 1)

        asked = []
        look = self.sampler.look
        self.sampler.look = lambda native: asked.append(native) or look(native)
        thread, lane = self.thread(wait)
        until(lambda: lane.k >= 12)
        for _ in range(20):
            self.tick()
        self.assertNotIn(lane.native, asked)
        self.assertEqual({s[2] for s in self.samples(lane)}, {0})
        here.send(b"x")
        thread.join()

    def test_who_stands_still_and_waits_for_nothing_waits_for_a_processor(self):
        told, self.recorder.meta = self.recorder.meta, lambda row: rows.append((row["looks"], row["starved"]))
        self.addCleanup(setattr, self.recorder, "meta", told)
        rows = []
        computes, has_none, wants_the_gil, sleeps = "ABCD"
        asking = [(computes, 0.5), (has_none, 0.5), (wants_the_gil, 0.5), (sleeps, 0)]
        looks = [(run, 1, kind) for run, kind in zip("ABCD", (0, 0, SOMETHING_ELSE, 0))]
        standing = [(has_none, 0), (wants_the_gil, SOMETHING_ELSE), (sleeps, 0)]
        for _ in range(3):
            self.sampler._count(asking, looks, standing)
        self.sampler._tell_looks()
        self.sampler._tell_looks()
        # Each time that there are twice as many, and the last ones at the end.
        self.assertEqual(rows, [(3, 1), (6, 2), (9, 3)])

    def test_threads_that_are_gone_are_forgotten_and_their_lanes_end(self):
        lanes = []
        for _ in range(50):
            thread, lane = self.thread(bool)
            thread.join()
            lanes.append(lane)
        from _raceway import identity

        until(lambda: self.tick() or not any(lane in identity.here.values() for lane in lanes))
        self.assertTrue(all(lane.ended for lane in lanes))
        self.assertLess(len(self.sampler.runs), 10)

    def test_no_frame_of_the_program_is_kept(self):
        class Thing:
            pass

        here, there = socket.socketpair()
        self.addCleanup(here.close)
        self.addCleanup(there.close)
        import weakref

        references = []

        def wait():
            thing = Thing()
            references.append(weakref.ref(thing))
            there.recv(1)

        thread, lane = self.thread(wait)
        until(lambda: self.tick() or [s for s in self.samples(lane) if s[2] == IO_RECEIVE])
        self.assertIsNotNone(references[0]())
        here.send(b"x")
        thread.join()
        self.assertIsNone(references[0]())

    def test_the_ticks_of_many_threads_are_fewer(self):
        self.sampler.cost_ns = 2_000_000.0
        self.assertGreater(self.sampler.tick.__func__(self.sampler), 100_000_000)

    def test_the_ticks_of_a_long_run_are_fewer(self):
        from _raceway import sampler

        self.sampler.samples = 5 * sampler.SAMPLES_A_DOUBLING
        self.sampler.cost_ns = 0.0
        self.assertGreaterEqual(self.sampler.tick(), 4 * sampler.TICK_NS)


@unittest.skipUnless(ON_LINUX, "only Linux tells what a thread waits for")
class LowestNumber(unittest.TestCase):
    """A program that closes its standard input and opens something else counts on the number 0."""

    PROGRAM = """
        import os, sys, threading
        from _raceway import syscalls
        ours, inside = threading.get_native_id(), []
        def count(name, arguments):
            if name == "open" and threading.get_native_id() == ours:
                inside.append(arguments[0])
        sys.addaudithook(count)
        def look():
            inside.clear()
            kind = syscalls.kind_of_wait(ours, syscalls.kinds_of_this_machine())
            return kind, inside == ["/proc/self/task/%d/syscall" % ours]
        print(look())
        for number in (0, 1, 2):
            kept = os.dup(number)
            os.close(number)
            found = look()
            os.dup2(kept, number)
            print(found)
        print(look())
    """

    def test_nothing_is_opened_while_a_standard_descriptor_is_closed(self):
        workshop = Workshop()
        self.addCleanup(workshop.close)
        outcome = workshop.traced(workshop.write("program.py", textwrap.dedent(self.PROGRAM)))
        # Whoever asks about itself is just reading.
        opened, closed = str((IO_READ, True)), str((SOMETHING_ELSE, False))
        self.assertEqual(outcome.err, "")
        self.assertEqual(outcome.out.splitlines(), [opened, closed, closed, closed, opened])


@unittest.skipUnless(ON_LINUX, "only Linux has a CPU clock for each thread (docs/limits.md)")
class SampledPrograms(unittest.TestCase):
    def setUp(self):
        self.workshop = Workshop()
        self.addCleanup(self.workshop.close)

    def run_program(self, text):
        outcome = self.workshop.traced(self.workshop.write("program.py", text))
        self.assertEqual(outcome.code, 0, outcome.err)
        return self.workshop.recording()

    def samples(self, process):
        (own,) = [row["id"] for row in process.rows("lane") if row.get("sampler")]
        return [record for record in process.records[own] if record.kind == "SAMPLE"], own

    def test_four_busy_threads_share_one_processor(self):
        process = self.run_program(
            "import threading, time\n"
            "def burn():\n"
            "    end = time.thread_time() + 0.1\n"
            "    while time.thread_time() < end: pass\n"
            "threads = [threading.Thread(target=burn, name='burner') for _ in range(4)]\n"
            "for t in threads: t.start()\n"
            "for t in threads: t.join()\n"
        ).processes[0]
        burners = [row["id"] for row in process.rows("lane") if row["name"] == "burner"]
        self.assertEqual(len(burners), 4)
        begin = end = used = 0
        for lane in burners:
            records = process.records[lane]
            start, stop = records[0], records[-1]
            self.assertEqual((start.kind, stop.kind), ("LANE_START", "LANE_END"))
            self.assertGreaterEqual(stop.t1 - start.t1, 95_000_000, "CPU ns of each are exact")
            begin = min(begin or start.t0, start.t0)
            end = max(end, stop.t0)
            used += stop.t1 - start.t1
        self.assertLessEqual(used, 1.1 * (end - begin), "only one at a time has the interpreter's lock")
        samples, own = self.samples(process)
        self.assertEqual({s.object for s in samples} & {own}, set(), "our thread samples itself not")
        self.assertTrue({s.object for s in samples} & set(burners))

    def test_a_forked_child_has_a_sampler_of_its_own(self):
        recording = self.run_program(
            "import os, time\n"
            "pid = os.fork()\n"
            "end = time.thread_time() + 0.1\n"
            "while time.thread_time() < end: pass\n"
            "if pid: os.waitpid(pid, 0)\n"
        )
        for process in recording.processes:
            samples, own = self.samples(process)
            lanes = {row["id"] for row in process.rows("lane")}
            self.assertTrue(samples)
            self.assertLessEqual({s.object for s in samples}, lanes - {own})
        self.assertEqual(len(recording.processes), 2)


class SystemCalls(unittest.TestCase):
    @unittest.skipUnless(ON_LINUX, "system calls of Linux")
    def test_tables_of_all_machines_agree_on_what_there_is(self):
        InProcessRecording().close()
        from _raceway import syscalls

        for kind, intel, generic in syscalls._TABLE:
            self.assertTrue(intel and generic, kind)
        for column in (1, 2):
            numbers = [number for row in syscalls._TABLE for number in row[column]]
            self.assertEqual(len(numbers), len(set(numbers)), "no number has two meanings")


if __name__ == "__main__":
    unittest.main()
