"""A program with children, traced; what its processes told of each other."""

import textwrap
import unittest

from support.programs import Workshop

IO_CHILD = 7
RESULTS = {0: "open", 1: "got", 2: "timed out", 3: "exception"}


class ChildrenCase(unittest.TestCase):
    def setUp(self):
        self.workshop = Workshop()
        self.addCleanup(self.workshop.close)

    def trace(self, text, code=0, **run):
        """Run the program traced; returns its recording. No instrument may have switched itself off."""
        path = self.workshop.write("program.py", textwrap.dedent(text))
        outcome = self.workshop.traced(path, recording=self.workshop.new_recording(**run))
        self.assertEqual((outcome.code, outcome.err), (code, ""))
        self.out = outcome.out.splitlines()
        recording = self.workshop.recording()
        for process in recording.processes:
            self.assertEqual(process.rows("note"), [])
        return recording

    def children(self, process):
        """[(method, name, why not traced)] of a process's children, by the time of their start."""
        rows = sorted(process.rows("child"), key=lambda row: row["ns"])
        return [(row["method"], row["name"], row["notTraced"]) for row in rows]

    def exit_codes(self, process):
        """Exit codes of a process's children, by the time of their start; None where none is known, a list where several."""
        codes = {}
        for row in process.rows("childEnd"):
            codes.setdefault(row["pid"], []).append(row["exitCode"])
        rows = sorted(process.rows("child"), key=lambda row: row["ns"])
        found = [codes.pop(row["pid"], [None]) for row in rows]
        self.assertEqual(codes, {}, "an end of a child that nobody knows")
        return [code[0] if len(code) == 1 else code for code in found]

    def waits(self, process, lane=None):
        """[(what is waited for, result, line)] of a lane, the main one's by default, in their order."""
        records = process.main_lane() if lane is None else process.records[lane]
        found = []
        for record, following in zip(records, records[1:]):
            if record.kind == "WAIT" and record.seq in (11, 15):
                of = following.words[0]
                if record.seq == 15 and of != IO_CHILD:
                    continue  # the pipes of a child that is known to have ended
                self.assertEqual(record.t1 == 0, following.words[2] == 0)
                what = {row["pid"]: row["name"] for row in process.rows("child")}[of] if record.seq == 11 else "child"
                found.append((what, RESULTS[following.words[2]], (process.line(record) or (None, None))[1]))
        return found
