"""Which lane is whose: threads of one name, idents that come back, daemons, threads from C and from _thread."""

import sys
import unittest

from support.programs import Workshop

ON_LINUX = sys.platform == "linux"


class Identity(unittest.TestCase):
    def setUp(self):
        self.workshop = Workshop()
        self.addCleanup(self.workshop.close)

    def process(self, text):
        outcome = self.workshop.traced(self.workshop.write("program.py", text))
        self.assertEqual((outcome.code, outcome.err), (0, ""))
        return self.workshop.recording().processes[0]

    def lanes(self, process, name):
        names = {row["id"]: row["name"] for row in process.rows("lane")}
        names.update({row["lane"]: row["name"] for row in process.rows("rename")})
        return [lane for lane in names if names[lane] == name]

    def kinds(self, process, lane):
        return [record.kind for record in process.records[lane]]

    def test_threads_of_one_name_are_lanes_of_their_own(self):
        process = self.process(
            "import threading\n"
            "gate = threading.Barrier(4)\n"
            "threads = [threading.Thread(target=gate.wait, name='twin') for _ in range(3)]\n"
            "for t in threads: t.start()\n"
            "gate.wait()\n"
            "for t in threads: t.join()\n"
        )
        twins = self.lanes(process, "twin")
        self.assertEqual(len(set(twins)), 3)
        for lane in twins:
            self.assertEqual(self.kinds(process, lane)[0], "LANE_START")
            self.assertEqual(self.kinds(process, lane)[-1], "LANE_END")

    def test_an_ident_that_comes_back_is_another_lane(self):
        process = self.process(
            "import threading\n"
            "idents = []\n"
            "for i in range(40):\n"
            "    t = threading.Thread(target=lambda: idents.append(threading.get_ident()), name='n%d' % i)\n"
            "    t.start(); t.join()\n"
            "assert len(set(idents)) < 40\n"
        )
        rows = [row for row in process.rows("lane") if row["name"].startswith("n")]
        self.assertEqual(len({row["id"] for row in rows}), 40)
        self.assertLess(len({row["ident"] for row in rows}), 40)
        for row in rows:
            self.assertEqual(self.kinds(process, row["id"]), ["LANE_START", "LANE_END"])

    def test_a_thread_in_a_thread_is_started_by_its_own_lane(self):
        process = self.process(
            "import threading\n"
            "def outer():\n"
            "    t = threading.Thread(target=bool, name='inner'); t.start(); t.join()\n"
            "t = threading.Thread(target=outer, name='outer'); t.start(); t.join()\n"
        )
        (outer,), (inner,) = self.lanes(process, "outer"), self.lanes(process, "inner")
        starts = [record.t1 for record in process.records[outer] if record.kind == "THREAD_START"]
        self.assertEqual(starts, [inner])

    def test_a_daemon_that_outlives_the_program_has_no_end(self):
        process = self.process(
            "import threading\n"
            "up = threading.Event()\n"
            "def stay():\n"
            "    up.set(); threading.Event().wait()\n"
            "threading.Thread(target=stay, name='demon', daemon=True).start()\n"
            "up.wait()\n"
        )
        (row,) = [row for row in process.rows("lane") if row["name"] == "demon"]
        self.assertTrue(row["daemon"])
        self.assertNotIn("LANE_END", self.kinds(process, row["id"]))

    @unittest.skipUnless(ON_LINUX, "the sampler finds them (docs/limits.md)")
    def test_threads_of_the_low_level_module(self):
        """One that records, one that computes, one that is over at once: each has a lane, a start and an end."""
        process = self.process(
            "import _thread, threading, time\n"
            "done = threading.Semaphore(0)\n"
            "def waits(): time.sleep(0.01); done.release()\n"
            "def quick(): pass\n"
            "_thread.start_new_thread(waits, ())\n"
            "_thread.start_new_thread(quick, ())\n"
            "done.acquire()\n"
        )
        names = ["_thread (waits)", "_thread (quick)"]
        lanes = [self.lanes(process, name) for name in names]
        self.assertEqual([len(found) for found in lanes], [1, 1])
        starts = [record.t1 for record in process.main_lane() if record.kind == "THREAD_START"]
        self.assertEqual(sorted(starts), sorted(lane for found in lanes for lane in found))
        self.assertEqual(self.kinds(process, lanes[1][0]), ["LANE_START", "LANE_END"])
        self.assertEqual(self.kinds(process, lanes[0][0])[:1], ["LANE_START"])
        self.assertIn("WAIT", self.kinds(process, lanes[0][0]))

    def test_what_the_low_level_module_shows_is_its_own(self):
        text = (
            "import _thread, sys, time\n"
            "seen = []\n"
            "sys.unraisablehook = lambda u: seen.append((type(u.exc_value), u.object))\n"
            "def fails(): raise KeyError\n"
            "_thread.start_new_thread(fails, ())\n"
            "while not seen: time.sleep(0.001)\n"
            "print(seen[0][0], seen[0][1] in (fails, None))\n"
            "try: _thread.start_new_thread(1, ())\n"
            "except TypeError as error: print(error)\n"
            "print(_thread.start_new_thread, _thread.start_new_thread.__class__)\n"
        )
        path = self.workshop.write("shown.py", text)
        self.assertEqual(self.workshop.traced(path), self.workshop.untraced(path))

    @unittest.skipUnless(ON_LINUX, "pthread_create is called through ctypes")
    def test_callbacks_of_one_thread_from_c_are_one_lane(self):
        process = self.process(
            "import ctypes, threading, time\n"
            "libc = ctypes.CDLL(None)\n"
            "seen = []\n"
            "sort = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)\n"
            "compare = sort(lambda a, b: seen.append(threading.get_ident()) or time.sleep(0.001) or 0)\n"
            "array = (ctypes.c_int * 8)(*range(8))\n"
            "class Arguments(ctypes.Structure): pass\n"
            "entry = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p)\n"
            "def body(_):\n"
            "    time.sleep(0.001)\n"
            "    seen.append(threading.get_ident())\n"
            "    return 0\n"
            "start = entry(body)\n"
            "thread = ctypes.c_ulong()\n"
            "libc.pthread_create.argtypes = [ctypes.c_void_p, ctypes.c_void_p, entry, ctypes.c_void_p]\n"
            "libc.pthread_join.argtypes = [ctypes.c_ulong, ctypes.c_void_p]\n"
            "assert libc.pthread_create(ctypes.byref(thread), None, start, None) == 0\n"
            "assert libc.pthread_join(thread, None) == 0\n"
            "assert seen[0] != threading.get_ident()\n"
        )
        found = [row for row in process.rows("lane") if row["name"].startswith("Thread-")]
        self.assertEqual(len(found), 1)
        self.assertTrue(found[0]["daemon"])
        self.assertEqual(self.kinds(process, found[0]["id"])[:2], ["LANE_START", "WAIT"])

    def test_many_short_threads_have_a_lane_each_and_leave_nothing_behind(self):
        process = self.process(
            "import sys, threading\n"
            "def work(): pass\n"
            "for i in range(100):\n"
            "    threads = [threading.Thread(target=work, name='short') for _ in range(5)]\n"
            "    for t in threads: t.start()\n"
            "    for t in threads: t.join()\n"
            "identity = sys.modules['_raceway.identity']\n"
            "assert len(identity.here) < 60, len(identity.here)\n"
            "assert not identity.announced\n"
        )
        lanes = self.lanes(process, "short")
        self.assertEqual(len(set(lanes)), 500)
        self.assertEqual({tuple(self.kinds(process, lane)) for lane in lanes}, {("LANE_START", "LANE_END")})


if __name__ == "__main__":
    unittest.main()
