"""A process that is killed: what it had recorded is there, nobody hangs, and what it did not come to is seen by its absence."""

import os
import signal
import subprocess
import sys
import unittest

from support.children import ChildrenCase
from support.programs import INJECT, TIMEOUT_SECONDS, environment

HOLDS = 500

PROGRAM = (
    """
import multiprocessing, os, signal, sys, threading
def work(how, told):
    lock = threading.Lock()
    for _ in range(%d):
        with lock: pass
    told.send(os.getpid())
    if how == "SIGKILL": os.kill(os.getpid(), signal.SIGKILL)
    if how == "SIGSEGV": os.kill(os.getpid(), signal.SIGSEGV)
    if how == "_exit": os._exit(0)
    multiprocessing.parent_process().join()
if __name__ == "__main__":
    context = multiprocessing.get_context(sys.argv[1])
    for how in sys.argv[2:]:
        ours, theirs = context.Pipe()
        child = context.Process(target=work, args=(how, theirs), name=how)
        child.start()
        theirs.close()
        print(ours.recv(), flush=True)
        if how == "parent": os.kill(os.getpid(), signal.SIGKILL)
        if how == "parent exits": os._exit(3)
        child.join()
        print(child.exitcode, flush=True)
"""
    % HOLDS
)


@unittest.skipUnless(os.name == "posix", "signals of POSIX")
class Kills(ChildrenCase):
    def run_to_the_end(self, *arguments):
        """Returns the exit code when the program and all that it started are gone: they share its output."""
        path = self.workshop.write("program.py", PROGRAM)
        folder = self.workshop.new_recording()
        with subprocess.Popen(
            [sys.executable, path, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            universal_newlines=True,
            env=environment([INJECT], {"RACEWAY_RECORDING": folder}),
        ) as process:
            out, self.err = process.communicate(timeout=TIMEOUT_SECONDS)
        self.out = out.splitlines()
        return process.returncode

    def holds(self, process):
        return sum(record.kind == "HOLD" for record in process.main_lane())

    def test_children(self):
        for method in ("fork", "spawn", "forkserver"):
            with self.subTest(method=method):
                self.assertEqual(self.run_to_the_end(method, "SIGKILL", "SIGSEGV", "_exit"), 0, self.err)
                codes = [-signal.SIGKILL, -signal.SIGSEGV, 0]
                self.assertEqual(self.out[1::2], [str(code) for code in codes])
                main, *workers = self.workshop.recording().processes
                self.assertEqual(self.exit_codes(main), codes)
                self.assertEqual([str(worker.about["pid"]) for worker in workers], self.out[::2])
                self.assertEqual([self.holds(worker) for worker in workers], [HOLDS] * 3)
                self.assertEqual([len(worker.rows("end")) for worker in workers], [0, 0, 1])
                ends = [worker.main_lane()[-1].kind == "LANE_END" for worker in workers]
                self.assertEqual(ends, [False, False, True])

    def test_the_parent(self):
        """Its children end as they would without us; what they record goes on until then."""
        for how, code in (("parent", -signal.SIGKILL), ("parent exits", 3)):
            for method in ("fork", "spawn"):
                with self.subTest(how=how, method=method):
                    self.assertEqual(self.run_to_the_end(method, how), code)
                    main, worker = self.workshop.recording().processes
                    self.assertEqual(len(main.rows("end")), int(how == "parent exits"))
                    self.assertEqual(self.holds(worker), HOLDS)
                    self.assertEqual(len(worker.rows("end")), 1)
                    self.assertEqual(worker.main_lane()[-1].kind, "LANE_END")


if __name__ == "__main__":
    unittest.main()
