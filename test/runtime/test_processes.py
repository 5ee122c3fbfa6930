"""Children of the program: which are traced, by what name, and what is written down of them (_raceway/processes.py)."""

import os
import sys
import textwrap
import unittest

from support.programs import RUNTIME, Workshop

sys.path.insert(0, RUNTIME)
from _raceway import processes  # noqa: E402

sys.path.remove(RUNTIME)

HAS_FORK = hasattr(os, "fork")

POOL = """
import multiprocessing, threading
lock = threading.Lock()
def work(name):
    with lock:
        print(name, len(threading.enumerate()), flush=True)
if __name__ == "__main__":
    context = multiprocessing.get_context({method!r})
    processes = [context.Process(target=work, args=(name,)) for name in "ab"]
    for process in processes:
        process.start()
        process.join()
        assert process.exitcode == 0
"""


class Children(unittest.TestCase):
    def setUp(self):
        self.workshop = Workshop()
        self.addCleanup(self.workshop.close)

    def run_traced(self, text, **run):
        """Run the program; returns the start methods of what was recorded."""
        path = self.workshop.write("program.py", textwrap.dedent(text))
        outcome = self.workshop.traced(path, recording=self.workshop.new_recording(**run))
        self.assertEqual((outcome.code, outcome.err), (0, ""))
        self.out = outcome.out
        return self.workshop.recording().start_methods

    def holds(self, process):
        return [r.kind for records in process.records.values() for r in records].count("HOLD")


class StartMethods(Children):
    def assert_pool(self, method):
        self.assertEqual(self.run_traced(POOL.format(method=method)), ["main", method, method])
        self.assertEqual(self.out, "a 1\nb 1\n")
        for process in self.workshop.recording().processes[1:]:
            self.assertEqual(self.holds(process), 1)
            self.assertEqual([record.kind for record in process.main_lane()][-1], "LANE_END")
            self.assertEqual(len(process.rows("end")), 1)

    @unittest.skipUnless(HAS_FORK, "no fork on this system")
    def test_fork(self):
        self.assert_pool("fork")

    def test_spawn(self):
        """The resource tracker that it starts is no part of the program."""
        self.assert_pool("spawn")

    @unittest.skipUnless(HAS_FORK, "no fork on this system")
    def test_fork_server(self):
        """Neither the server nor the resource tracker is recorded."""
        self.assert_pool("forkserver")

    def test_subprocess(self):
        text = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import threading'], check=True)"
        self.assertEqual(self.run_traced(text), ["main", "subprocess"])

    @unittest.skipUnless(HAS_FORK, "no fork on this system")
    def test_bare_fork_of_a_fork(self):
        methods = self.run_traced("""
            import os, sys, threading
            with threading.Lock(): pass
            if os.fork() == 0:
                if os.fork() == 0:
                    with threading.Lock(): pass
                else:
                    os.wait()
            else:
                os.wait()
        """)
        self.assertEqual(methods, ["main", "fork", "fork"])
        found = self.workshop.recording().processes
        self.assertEqual([self.holds(process) for process in found], [1, 0, 1])
        self.assertEqual([len(process.rows("end")) for process in found], [1, 1, 1])

    @unittest.skipUnless(HAS_FORK, "exec starts another process on Windows")
    def test_a_program_that_replaces_itself_stays_the_main_one(self):
        methods = self.run_traced("""
            import os, sys
            if len(sys.argv) == 1:
                os.execv(sys.executable, [sys.executable, __file__, "again"])
        """)
        self.assertEqual(methods, ["main", "main"])


class Choice(Children):
    FAMILY = """
        import os, subprocess, sys, threading
        lock = threading.Lock()
        subprocess.run([sys.executable, "-c", "0"], check=True)
        with lock:
            if hasattr(os, "fork") and os.fork() == 0:
                with threading.Lock(): pass
                lock.release()
                os._exit(0)
        if hasattr(os, "fork"): os.wait()
    """

    def test_none(self):
        self.assertEqual(self.run_traced(self.FAMILY, children="none"), ["main"])
        self.assertEqual(self.holds(self.workshop.recording().processes[0]), 1)

    def test_same_interpreter(self):
        expected = ["main", "subprocess"] + ["fork"] * HAS_FORK
        self.assertEqual(self.run_traced(self.FAMILY, children="same", prefix=sys.prefix), expected)

    def test_other_interpreter(self):
        self.assertEqual(self.run_traced(self.FAMILY, children="same", prefix="/elsewhere"), ["main"])

    def test_all(self):
        expected = ["main", "subprocess"] + ["fork"] * HAS_FORK
        self.assertEqual(self.run_traced(self.FAMILY, children="all", prefix="/elsewhere"), expected)

    @unittest.skipUnless(HAS_FORK, "no fork on this system")
    def test_a_child_that_begins_after_the_run_is_over(self):
        """A daemon outlives the run; what it forks later finds the run closed."""
        methods = self.run_traced("""
            import os, threading
            run = os.environ["RACEWAY_RECORDING"] + "/run.json"
            text = open(run).read()
            open(run, "w").write(text.replace("true", "false"))
            if os.fork() == 0:
                with threading.Lock(): pass
                if os.fork() == 0:
                    with threading.Lock(): pass
                    os._exit(0)
                os.wait()
                os._exit(0)
            os.wait()
        """)
        self.assertEqual(methods, ["main"])


class Roles(unittest.TestCase):
    def role_of(self, *arguments):
        workshop = Workshop()
        self.addCleanup(workshop.close)
        folder = workshop.new_recording()
        original = processes.command_line
        processes.command_line = lambda: ["python", *arguments]
        try:
            return processes.role(folder)
        finally:
            processes.command_line = original

    def test_by_command_line(self):
        spawn = "from multiprocessing.spawn import spawn_main; spawn_main(tracker_fd=5, pipe_handle=7)"
        for expected, arguments in (
            ("spawn", ["-B", "-c", spawn, "--multiprocessing-fork"]),
            ("spawn", ["-X", "dev", "-Wc", "-c", spawn]),
            ("fork-server", ["-c", "from multiprocessing.forkserver import main; main(5, 6, ['__main__'])"]),
            ("tracker", ["-Bc", "from multiprocessing.resource_tracker import main;main(9)"]),
            ("tracker", ["-cfrom joblib.externals.loky.backend.resource_tracker import main; main(9, False)"]),
            ("main", ["program.py", "-c", "from multiprocessing.resource_tracker import main;main(9)"]),
            ("main", ["-m", "tool", "-c", "from multiprocessing.forkserver import main"]),
            ("main", ["-c"]),
            ("main", []),
        ):
            with self.subTest(arguments=arguments):
                self.assertEqual(self.role_of(*arguments), expected)


class EndOfTheRun(unittest.TestCase):
    def test_is_read_only_where_it_was_written(self):
        workshop = Workshop()
        self.addCleanup(workshop.close)
        recording = workshop.new_recording()
        path = os.path.join(recording, "run.json")
        self.assertFalse(processes.is_over(recording))
        native, processes.system.open = processes.system.open, self.fail
        try:
            self.assertFalse(processes.is_over(recording))
        finally:
            processes.system.open = native
        with open(path) as file:
            text = file.read()
        with open(path, "w") as file:
            file.write(text[:5])
        self.assertFalse(processes.is_over(recording), "half of it says nothing")
        with open(path, "w") as file:
            file.write(text.replace("true", "false"))
        self.assertTrue(processes.is_over(recording))
        os.remove(path)
        self.assertTrue(processes.is_over(recording))


class WhatIsWrittenDown(unittest.TestCase):
    def test_secrets_in_arguments_are_masked(self):
        for given, expected in (
            (["--password", "x", "y"], ["--password", "***", "y"]),
            (["--password=x"], ["--password=***"]),
            (["--api-key", "x"], ["--api-key", "***"]),
            (["--apikey=x", "DB_PASSWORD=x"], ["--apikey=***", "DB_PASSWORD=***"]),
            (["--secret", "--verbose"], ["--secret", "--verbose"]),
            (["--keyboard", "us", "token", "x"], ["--keyboard", "us", "token", "x"]),
            (["postgres://me:x@host/db", "https://host/a@b:c"], ["postgres://me:***@host/db", "https://host/a@b:c"]),
        ):
            with self.subTest(given=given):
                self.assertEqual(processes.mask(given), expected)

    def test_first_line_of_the_side_tables(self):
        workshop = Workshop()
        self.addCleanup(workshop.close)
        script = workshop.write("program.py", "")
        workshop.traced("-X", "dev", script, "--token", "x", cwd=workshop.folder)
        about = workshop.recording().processes[0].about
        self.assertEqual(about["argv"], [script, "--token", "***"])
        self.assertEqual(about["cwd"], workshop.folder)
        self.assertEqual(about["executable"], sys.executable)
        self.assertEqual(about["python"], sys.version.split()[0])
        self.assertEqual(about["v"], 1)
        if sys.version_info >= (3, 10):
            self.assertEqual(about["orig"], [sys.executable, "-X", "dev", script, "--token", "***"])

    def test_text_given_with_c_is_not_kept(self):
        workshop = Workshop()
        self.addCleanup(workshop.close)
        workshop.traced("-c", "'the text'", "x")
        with open(os.path.join(workshop.recording_folder, self.only_folder(workshop), "meta.jsonl")) as file:
            self.assertNotIn("the text", file.read())

    def only_folder(self, workshop):
        (name,) = [name for name in os.listdir(workshop.recording_folder) if name.startswith("process-")]
        return name


if __name__ == "__main__":
    unittest.main()
