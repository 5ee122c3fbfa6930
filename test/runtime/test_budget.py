"""What happens where a recording is full: losses are counted on their lanes, nothing grows without end, the program goes on."""

import sys
import threading
import unittest

from support.inprocess import InProcessRecording
from support.programs import Workshop

SET = 19
BUDGET = 1 << 20


class Budget(unittest.TestCase):
    def setUp(self):
        self.workshop = Workshop()
        self.addCleanup(self.workshop.close)

    def test_an_hour_of_a_chatty_program_at_small_scale(self):
        """20 times as many events as there is room for, by threads that come and go: kept and lost are all, to the record."""
        recording = InProcessRecording(budget_bytes=BUDGET)
        self.addCleanup(recording.close)
        recorder = recording.recorder
        written = 20 * BUDGET // 32 // 40

        def work():
            for number in range(written):
                recorder.emit(SET, 1, number, 0, 0)
            recorder.end_lane()

        for _ in range(40):
            thread = threading.Thread(target=work)
            thread.start()
            thread.join()
        recorder.heartbeat()
        kept = sum(1 for _, words, at in recording.slots() if words[at + 3] >> 56 in (SET, 40, 41))
        self.assertEqual(kept + recording.lost(), 40 * (written + 2) + 1)
        self.assertLessEqual(recorder.store.used_bytes, BUDGET)

    def test_a_program_over_its_budget_behaves_as_always(self):
        program = self.workshop.write(
            "program.py",
            "import queue, threading\n"
            "q = queue.Queue(10)\n"
            "lock = threading.Lock()\n"
            "total = 0\n"
            "def work():\n"
            "    global total\n"
            "    while q.get() is not None:\n"
            "        with lock: total += 1\n"
            "threads = [threading.Thread(target=work) for _ in range(4)]\n"
            "for t in threads: t.start()\n"
            "for i in range(8000): q.put(i)\n"
            "for t in threads: q.put(None)\n"
            "for t in threads: t.join()\n"
            "print(total)\n",
        )
        plain = self.workshop.untraced(program)
        traced = self.workshop.traced(program, recording=self.workshop.new_recording(budgetBytes=BUDGET // 4))
        self.assertEqual(traced, plain)
        process = self.workshop.recording().processes[0]
        lost = {}
        for words in process.segments:
            for claim in range(8, 8 + 2 * words[2], 2):
                lost[words[claim] >> 32] = max(lost.get(words[claim] >> 32, 0), words[claim + 1])
        self.assertEqual(process.segments[0][5] & 1, 1, "the recording says that it is full")
        self.assertGreater(sum(lost.values()) + process.segments[0][6], 0)
        self.assertLessEqual(sum(8 * len(words) for words in process.segments), BUDGET // 4)

    def test_lines_of_the_side_tables_have_an_end(self):
        recording = InProcessRecording()
        self.addCleanup(recording.close)
        from _raceway import sidetables

        limit, sidetables.MAX_BYTES = sidetables.MAX_BYTES, 10_000
        self.addCleanup(setattr, sidetables, "MAX_BYTES", limit)
        for number in range(1000):
            recording.recorder.rename_lane(1, "name %d" % number)
        recording.recorder.meta({"k": "end", "ns": 1})
        with open(recording.folder + "/meta.jsonl", encoding="ascii") as file:
            lines = file.read().splitlines()
        self.assertLess(sum(map(len, lines)), 11_000)
        self.assertIn('"k":"end"', lines[-1])
        self.assertIn("later ones are lost", lines[-2])
        renamed = sum('"rename"' in line for line in lines)
        self.assertEqual(next(recording.segments())[7], 1000 - renamed, "lines lost are counted")

    def test_names_of_threads_have_an_end(self):
        program = self.workshop.write(
            "program.py",
            "import threading\nt = threading.Thread(target=bool, name='x' * 1_000_000)\nt.start(); t.join()\n",
        )
        self.assertEqual(self.workshop.traced(program).code, 0)
        (name,) = [row["name"] for row in self.workshop.recording().processes[0].rows("lane") if "xx" in row["name"]]
        self.assertEqual(name, "x" * 500)

    def test_two_hundred_threads_at_once(self):
        program = self.workshop.write(
            "program.py",
            "import sys, threading\n"
            "gate = threading.Barrier(201)\n"
            "threads = [threading.Thread(target=gate.wait, name='one of many') for _ in range(200)]\n"
            "for t in threads: t.start()\n"
            "gate.wait()\n"
            "for t in threads: t.join()\n"
            "print(len(sys.modules['_raceway.identity'].here) < 260)\n",
        )
        outcome = self.workshop.traced(program)
        self.assertEqual((outcome.code, outcome.out), (0, "True\n"), outcome.err)
        process = self.workshop.recording().processes[0]
        lanes = [row["id"] for row in process.rows("lane") if row["name"] == "one of many"]
        self.assertEqual(len(set(lanes)), 200)
        passed = [record for lane in lanes for record in process.records[lane] if record.kind == "PASSED"]
        self.assertEqual(len(passed), 200)
        self.assertEqual({process.records[lane][-1].kind for lane in lanes}, {"LANE_END"})


if __name__ == "__main__":
    unittest.main(argv=sys.argv)
