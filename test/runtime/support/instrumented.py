"""All instruments put into this very process, and what they recorded of an object, as words.

Threads of a test meet at points that can be seen (a waiter stands in the condition's list, a flag is up), never after a time.
"""

import importlib
import sys
import threading
import time
import unittest

from support.inprocess import InProcessRecording
from support.recording import KINDS

PATIENCE_SECONDS = 60
OPS = {
    1: "LOCK",
    2: "CONDITION",
    3: "EVENT",
    4: "SEMAPHORE",
    5: "BARRIER",
    6: "GET",
    7: "PUT",
    8: "QUEUE_JOIN",
    9: "JOIN",
    10: "SLEEP",
}
OF_LANES = ("TASK_START", "STEP", "STEP_END", "SAMPLE")
"""Their number is a lane's."""
RESULTS = {0: "open", 1: "got", 2: "timed out", 3: "exception", 4: "failed"}
_native_sleep = time.sleep


def until(true):
    """Wait until `true()` is; what can be seen from outside needs no time limit, a hanging test does."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not true():
        if time.monotonic() > deadline:
            raise AssertionError("waited in vain for %s" % true)
        _native_sleep(0.0005)


class Helper(threading.Thread):
    """A thread that runs `function` and keeps its outcome; `finish` waits for it and returns or raises that."""

    def __init__(self, function, *args):
        super().__init__(daemon=True)
        self.function, self.args, self.error, self.value = function, args, None, None
        self.start()

    def run(self):
        try:
            self.value = self.function(*self.args)
        except BaseException as error:
            self.error = error

    def finish(self):
        self.join(PATIENCE_SECONDS)
        if self.is_alive():
            raise AssertionError("the helper thread hangs")
        if self.error is not None:
            raise self.error
        return self.value


class InstrumentCase(unittest.TestCase):
    """Instruments are fresh for each class of tests and taken out after it; `story` tells what they recorded."""

    @classmethod
    def setUpClass(cls):
        cls.recording = InProcessRecording()
        from _raceway import instruments, recorder

        cls.recorder = recorder
        cls.notes = []
        cls.restore = [(recorder, "note", recorder.note)]
        cls.restore += [(threading, name, getattr(threading, name)) for name in ("Lock", "RLock")]
        recorder.note = lambda *note: cls.notes.append(note)
        cls.modules = {}
        for about, names in instruments.TABLE.items():
            for name in names:
                full = "_raceway.instruments." + name
                if name != "locks":  # its classes may be in use by other tests; it keeps no state of its own
                    sys.modules.pop(full, None)
                cls.modules[name] = importlib.import_module(full)
                cls.modules[name].install(importlib.import_module(about))

    @classmethod
    def tearDownClass(cls):
        for module in cls.modules.values():
            for value in list(vars(module).values()):
                if type(value).__name__ == "Instrument":
                    value.withdraw()
        for place in cls.restore:
            setattr(*place)
        cls.recording.close()

    def setUp(self):
        self.notes.clear()

    def tearDown(self):
        self.assertEqual(self.notes, [], "an instrument switched itself off")

    def number(self, thing):
        """The object number of a traced thing."""
        self.assertIsNotNone(thing._raceway, "not traced")
        return thing._raceway.id

    def story(self, thing, lane=None):
        """What was recorded of `thing` (by one lane), oldest first, as texts; e.g. "PERMIT 0 #1" or "WAIT EVENT got"."""
        return [text for _, text, _ in self.records(self.number(thing), lane)]

    def records(self, number, lane=None):
        """The same as (time, text, site), for an object number."""
        found = []
        for of_lane, words, at in self.recording.slots():
            kind = words[at + 3] >> 56
            if words[at + 2] >> 40 != number or kind == 127 or lane not in (None, of_lane):
                continue
            if KINDS[kind] in OF_LANES:
                continue
            low = words[at + 2] & (1 << 40) - 1
            if KINDS[kind] == "WAIT" and OPS[low] in ("JOIN", "SLEEP"):
                continue  # their number is a lane's, or none: see `waits_for`
            if KINDS[kind] == "WAIT":
                text = "WAIT %s %s" % (OPS[low], RESULTS[words[at + 6]])
                self.assertEqual(words[at + 6] == 0, words[at + 1] == 0, "a result goes with an end")
            elif KINDS[kind].startswith("HOLD"):
                text = KINDS[kind]
            elif KINDS[kind] == "NEW":
                text = "NEW %d" % (words[at + 1] >> 8)
            else:
                text = "%s %d #%s" % (KINDS[kind], words[at + 1], "all" if low == (1 << 40) - 1 else low)
            found.append((words[at], text, words[at + 3] & (1 << 56) - 1))
        return sorted(found)

    def waits_for(self, op, lane):
        """Waits of a lane for what is no resource, oldest first, as (lane joined or 0, result, ns asked for)."""
        return [
            (words[at + 2] >> 40, RESULTS[words[at + 6]], words[at + 7] & (1 << 55) - 1)
            for of_lane, words, at in self.recording.slots()
            if of_lane == lane and words[at + 3] >> 56 == 2 and OPS[words[at + 2] & 255] == op
        ]

    def lane_of(self, thread):
        """The lane id of a thread object."""
        return thread._raceway[0] if thread._raceway is not None else None
