"""What was recorded of asyncio tasks, as texts: who made each one ready, and what each of its steps ended with."""

import asyncio
import json
import time

from support.instrumented import InstrumentCase
from support.recording import ProcessRecording

OPS = {
    0: "lets others run", 1: "LOCK", 2: "CONDITION", 3: "EVENT", 4: "SEMAPHORE", 5: "BARRIER", 6: "GET", 7: "PUT",
    8: "QUEUE_JOIN", 10: "SLEEP", 12: "FUTURE", 15: "IO", 16: "TASK", 17: "TASKS",
}  # fmt: skip
HOWS = {1: "returned", 2: "raised", 3: "cancelled"}
IO = {2: "connect", 3: "accept", 4: "receive", 5: "send", 7: "child", 11: "tls"}
CREATED, BEGAN, ENDED = 43, 44, 45


class TasksCase(InstrumentCase):
    """`run` runs a coroutine; `life` tells of a task by its name. Only what the running test recorded counts."""

    def setUp(self):
        super().setUp()
        self.forget()

    def forget(self):
        """What was recorded so far does not count any more."""
        self.began_ns = time.perf_counter_ns()

    def run_tasks(self, coroutine, debug=False):
        """asyncio.run, on a loop that is closed whatever happens."""
        return asyncio.run(coroutine, debug=debug)

    def task_records(self, since_ns=0):
        """(kind, task, word 1, low word 2, site) of all records of tasks, in the order in which they stand."""
        found = []
        for _, words, at in self.recording.slots():
            kind, what = words[at + 3] >> 56, words[at + 2]
            if CREATED <= kind <= ENDED and words[at] >= since_ns:
                found.append((kind, what >> 40, words[at + 1], what & (1 << 40) - 1, words[at + 3] & (1 << 56) - 1))
        return found

    def rows(self, k):
        with open(self.recording.folder + "/meta.jsonl", encoding="ascii") as file:
            return [row for row in map(json.loads, file) if row["k"] == k]

    def new_records(self):
        return self.task_records(self.began_ns)

    def names(self):
        """Task's lane → its name as recorded; the thread of the test and the loop itself too."""
        texts = {row["id"]: row["text"] for row in self.rows("text")}
        names = {0: "loop", self.recording.lane_id(): "main"}
        for kind, task, word, _, _ in self.task_records():
            if kind == CREATED:
                number = word >> 32
                known = texts.get(word >> 1 & 0x7FFFFFFF, "") + (str(number - 1) if number else "")
                names[task] = "Task-%d" % (word >> 1) if word & 1 else known
        names.update({row["lane"]: row["name"] for row in self.rows("rename")})
        return names

    def life(self, name):
        """The steps of the task: "main → SLEEP 1000000" is a step that main made ready, and what the task waits for then."""
        names, steps, open_step = self.names(), [], None
        for kind, task, word, low, _ in self.new_records():
            if names[task] != name or kind == CREATED:
                continue
            if kind == BEGAN:
                self.assertIsNone(open_step, "a step in a step")
                open_step = names.get(low, "lane %d" % low)
            else:
                self.assertIsNotNone(open_step, "a step that never began")
                steps.append("%s → %s" % (open_step, self.ending(word, low, names)))
                open_step = None
        return steps + ([] if open_step is None else [open_step + " → …"])

    @staticmethod
    def ending(word, low, names):
        how, op = low >> 8, low & 255
        if how:
            return HOWS[how]
        about = {
            "TASK": lambda: names[word],
            "IO": lambda: IO[word],
            "FUTURE": lambda: "%d.%d" % (word >> 40, word & 255),
        }
        told = about.get(OPS[op], lambda: str(word) if word else "")()
        return ("%s %s" % (OPS[op], told)).strip()

    def creators(self):
        """Name of each new task → who created it."""
        names = self.names()
        return {names[task]: names[low] for kind, task, _, low, _ in self.new_records() if kind == CREATED}

    def lines(self, name, kind=ENDED):
        """Line in this very file, or 0, where each step of the task ended (or where its waker stood)."""
        names, recording = self.names(), ProcessRecording(self.recording.folder)
        found = []
        for record in sum(recording.records.values(), []):
            if record.kind == {ENDED: "STEP_END", BEGAN: "STEP"}[kind] and names.get(record.object) == name:
                found.append(recording.line(record))
        return [0 if line is None else line[1] for line in found]
