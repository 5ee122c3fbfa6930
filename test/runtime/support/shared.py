"""What recordings say of objects that several processes share, put together over all processes.

A program is run under the tracer; each resource is found by the line that creates it, and its story is told in the order of time,
whichever process it happened in: "1 HOLD", "0 WAIT LOCK got" (the number counts processes in the order in which they began).
"""

import os
import signal
import textwrap
import time
import unittest
from collections import namedtuple

from support.programs import Workshop
from support.recording import Recording

HAS_FORK = hasattr(os, "fork")
PATIENCE_SECONDS = 60
ALL = (1 << 40) - 1
INTERRUPT = "Ctrl-C"
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
}
RESULTS = {0: "open", 1: "got", 2: "timed out", 3: "exception", 4: "failed"}
FAMILIES = ("threading", "multiprocessing", "asyncio")
NAMES = (
    "lock", "rlock", "condition", "event", "semaphore", "bounded-semaphore", "barrier", "queue", "lifo-queue",
    "priority-queue", "simple-queue", "joinable-queue", "pipe",
)  # fmt: skip

Happened = namedtuple("Happened", "time end process text arg seq")

HEAD = """
import multiprocessing, sys
from queue import Empty, Full
context = multiprocessing.get_context({method!r})

"""
TAIL = """
if __name__ == "__main__":
    main()
"""


class Resource:
    """One resource: `kind`, `line` that creates it, `parameter`, `processes` it lives in, and what `happened`, by time."""

    def __init__(self, kind, line, parameter):
        self.kind, self.line, self.parameter = kind, line, parameter
        self.happened = []
        self.processes = set()

    def story(self, *kinds):
        """All that happened, or only that whose text begins with one of `kinds`, as "process text"."""
        return ["%d %s" % (h.process, h.text) for h in self.of(*kinds)]

    def of(self, *kinds):
        return [h for h in self.happened if not kinds or h.text.startswith(kinds)]

    def count(self, *kinds):
        return len(self.of(*kinds))


def resources_of(processes):
    """All resources of these ProcessRecordings, in the order in which they were made."""
    found, records, keys = {}, [], _keys(processes)
    for at, process in enumerate(processes):
        for lane in process.records.values():
            for place, record in enumerate(lane):
                if record.object and record.kind not in ("SAMPLE", "EXT", "ACCESS", "LEARNED"):
                    key = keys[at].get(record.object, (at, record.object))
                    records.append((record.t0, at, key, record, lane[place + 1 : place + 2]))
    records.sort(key=lambda row: row[:2])
    for _, at, key, record, _ in records:
        if record.kind == "NEW" and record.t1 & 31 <= len(NAMES):  # else it is a pool
            kind = "%s %s" % (FAMILIES[(record.t1 & 255) >> 5], NAMES[(record.t1 & 31) - 1])
            found[key] = Resource(kind, processes[at].line(record)[1], record.t1 >> 8)
    for at, process in enumerate(processes):
        for row in process.rows("shared"):
            if row["key"] in found:
                found[row["key"]].processes.add(at)
    for t0, at, key, record, following in records:
        if key in found and record.kind != "NEW":
            found[key].processes.add(at)
            end = record.t1 if record.kind in ("HOLD", "HOLD_AGAIN", "WAIT") else 0
            text = record.kind
            if text == "WAIT":
                if OPS[record.seq] == "JOIN":
                    continue  # its number is a lane's
                text = "WAIT %s %s" % (OPS[record.seq], RESULTS[following[0].words[2]])
            found[key].happened.append(Happened(t0, end, at, text, record.t1, record.seq))
    return list(found.values())


def _keys(processes):
    """For each process: object number → what identifies the object in all of them. A forked child has its parent's numbers."""
    by_pid, keys = {}, []
    for process in processes:
        about = process.about
        keys.append(dict(by_pid.get(about["ppid"], {}) if about["startMethod"] == "fork" else {}))
        keys[-1].update({row["object"]: row["key"] for row in process.rows("shared")})
        by_pid[about["pid"]] = keys[-1]
    return keys


class SharedCase(unittest.TestCase):
    """Runs programs whose functions stand in `text`, `main` among them."""

    maxDiff = None

    def setUp(self):
        self.workshop = Workshop()
        self.addCleanup(self.workshop.close)

    def write(self, text, method):
        if method != "spawn" and not HAS_FORK:
            self.skipTest("no fork on this system")
        return self.workshop.write("program.py", HEAD.format(method=method) + textwrap.dedent(text) + TAIL)

    def run_traced(self, text, method="fork"):
        """Run it; returns its resources. What it printed is `self.out`."""
        outcome = self.workshop.traced(self.write(text, method))
        self.assertEqual((outcome.code, outcome.err), (0, ""))
        self.out = outcome.out
        return self.resources()

    def resources(self):
        """What the last run made."""
        self.processes = self.workshop.recording().processes
        notes = [row for process in self.processes for row in process.rows("note")]
        self.assertEqual(notes, [], "an instrument switched itself off")
        return resources_of(self.processes)

    def assert_as_untraced(self, text, method="fork"):
        """The program prints the same, and ends the same way, without us."""
        path = self.write(text, method)
        plain, traced = self.workshop.untraced(path).comparable(), self.workshop.traced(path).comparable()
        self.assertEqual(plain.out.splitlines(), traced.out.splitlines())
        self.assertEqual(plain, traced)
        self.assertEqual((plain.code, plain.err), (0, ""))
        return self.resources()

    def converse(self, text, method, *steps):
        """Run a program and act on it while it runs: each step is (what must be true of its resources, what to do then).

        To do: INTERRUPT is a Ctrl-C, any other text goes to its standard input. Returns its resources and exit code.
        """
        folder = self.workshop.new_recording()
        process = self.workshop.start_traced(self.write(text, method), recording=folder)
        try:
            for is_so, then in steps:
                self._until(is_so, folder, process)
                if then == INTERRUPT:
                    self._interrupt(is_so, folder, process)
                else:
                    process.stdin.write(then + "\n")
                    process.stdin.flush()
            self.out, self.err = process.communicate(timeout=PATIENCE_SECONDS)
        finally:
            if process.poll() is None:
                process.kill()
                process.communicate()
        return self.resources(), process.returncode

    def _interrupt(self, is_so, folder, process):
        """Once, but for a signal that came just before the system call: nothing wakes that, with or without us."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while process.poll() is None and self._is(is_so, folder) and time.monotonic() < deadline:
            process.send_signal(signal.SIGINT)
            again = time.monotonic() + 2
            while process.poll() is None and self._is(is_so, folder) and time.monotonic() < again:
                time.sleep(0.005)

    def _is(self, is_so, folder):
        try:
            return is_so(resources_of(Recording(folder).processes))
        except (FileNotFoundError, IndexError, KeyError, ValueError):
            return False  # it is being written

    def _until(self, is_so, folder, process):
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self._is(is_so, folder):
            if process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(
                    "waited in vain: %s" % (process.communicate() if process.poll() is not None else "")
                )
            time.sleep(0.005)


def waits_for(op, at=0):
    """For `converse`: somebody waits for the resource that was made as number `at`."""
    return lambda resources: any(h.text == "WAIT %s open" % op for h in resources[at].happened)
