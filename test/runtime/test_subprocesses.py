"""Programs started with subprocess: each told of, why it will not be traced, each wait recorded once, each end known."""

import os
import stat
import sys
import unittest

from support import interpreters
from support.children import ChildrenCase
from support.programs import INJECT, RUNTIME, Workshop

sys.path.insert(0, RUNTIME)
from _raceway import programs  # noqa: E402

sys.path.remove(RUNTIME)

PYTHON = os.path.basename(sys.executable)


@unittest.skipUnless(os.name == "posix", "the programs are those of a POSIX system")
class Stories(ChildrenCase):
    def test_each_way_to_run_and_wait(self):
        recording = self.trace("""
            import subprocess, sys
            late = ["sh", "-c", "read line; exit 4"]
            def waits(process):
                import threading
                threading.Timer(0.05, process.stdin.close).start()
            process = subprocess.Popen(late, stdin=subprocess.PIPE)
            print(process.poll())
            try:
                process.wait(0.01)                                     # line 10
            except subprocess.TimeoutExpired:
                print("late")
            waits(process)
            print(process.wait(), process.wait(), process.poll())      # line 14
            process = subprocess.Popen(["sleep", "60"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            try:
                process.communicate(timeout=0.01)                      # line 17
            except subprocess.TimeoutExpired:
                print("late")
            process.kill()
            process.communicate()                                      # line 21
            command = [sys.executable, "-c", "import sys; sys.exit(5)"]
            print(subprocess.run(command).returncode)                  # line 23
            print(subprocess.call("exit 6", shell=True))               # line 24
            print(subprocess.run(["sh", "-c", "echo x; exit 0"], stdout=subprocess.PIPE, check=True).stdout)  # line 25
        """)
        self.assertEqual(self.out, ["None", "late", "4 4 4", "late", "5", "6", "b'x\\n'"])
        main = recording.processes[0]
        shell = ("subprocess", "sh", programs.NOT_PYTHON)
        python = ("subprocess", PYTHON, None)
        self.assertEqual(
            self.children(main), [shell, ("subprocess", "sleep", programs.NOT_PYTHON), python, shell, shell]
        )
        self.assertEqual(self.exit_codes(main), [4, -9, 5, 6, 0])
        self.assertEqual(
            [
                wait for wait in self.waits(main) if wait[2] not in (21, 24, 25)
            ],  # these may be over before they are waited for
            [("child", "timed out", 10), ("child", "got", 14), ("child", "timed out", 17), ("child", "got", 23)],
        )
        self.assertEqual(recording.start_methods, ["main", "subprocess"])

    def test_arguments_without_texts_and_secrets(self):
        recording = self.trace("""
            import subprocess, sys
            subprocess.run([sys.executable, "-Bc", "the_text = 1", "--token", "a secret"])
            subprocess.run("true the_text", shell=True)
            subprocess.run(["true", "-e", "the_text", "https://me:a_secret@host/", "plain"])
            subprocess.run([b"true", b"bytes"])
        """)
        main = recording.processes[0]
        self.assertEqual(
            [row["argv"] for row in sorted(main.rows("child"), key=lambda row: row["ns"])],
            [
                [sys.executable, "-Bc", "…", "--token", "***"],
                ["/bin/sh", "-c", "…"],
                ["true", "-e", "…", "https://me:***@host/", "plain"],
                ["true", "bytes"],
            ],
        )
        self.assertNotIn("the_text", str(main.meta))

    def test_what_never_became_a_program_is_no_child(self):
        recording = self.trace("""
            import subprocess
            for options in ({}, {"cwd": "/nowhere"}, {"close_fds": False}):
                try:
                    subprocess.Popen(["/nowhere/nothing"], **options)
                except OSError as error:
                    print(type(error).__name__)
        """)
        self.assertEqual(self.out, ["FileNotFoundError"] * 3)
        (main,) = recording.processes
        self.assertEqual((self.children(main), self.exit_codes(main), self.waits(main)), ([], [], []))

    def test_a_function_between_fork_and_exec_is_no_process(self):
        recording = self.trace("""
            import os, subprocess, threading
            print(subprocess.call(["sh", "-c", "exit $VALUE"], preexec_fn=lambda: os.environ.update(VALUE="3")))
            read, write = os.pipe()
            def before():
                with threading.Lock(): os.write(write, b"seen")
            print(subprocess.call(["true"], preexec_fn=before), os.read(read, 4))
        """)
        self.assertEqual(self.out, ["3", "0 b'seen'"])
        (main,) = recording.processes
        self.assertEqual([method for method, _, _ in self.children(main)], ["subprocess"] * 2)
        self.assertEqual(self.exit_codes(main), [3, 0])

    def test_an_interrupted_wait(self):
        """As without us: wait() gives the child a moment, then the interrupt goes on; the child can be waited for again."""
        recording = self.trace("""
            import signal, subprocess
            def handler(*ignored):
                seen.append(1)
                if len(seen) == 5: raise KeyboardInterrupt
            seen = []
            signal.signal(signal.SIGALRM, handler)
            process = subprocess.Popen(["sh", "-c", "read line; exit 4"], stdin=subprocess.PIPE)
            signal.setitimer(signal.ITIMER_REAL, 0.02, 0.02)
            try:
                process.wait()
            except KeyboardInterrupt:
                signal.setitimer(signal.ITIMER_REAL, 0)
                print("interrupted")
            process.stdin.close()
            print(process.wait())
        """)
        self.assertEqual(self.out, ["interrupted", "4"])
        self.assertEqual([wait[1] for wait in self.waits(recording.processes[0])][0], "exception")


class WhyNotTraced(unittest.TestCase):
    def setUp(self):
        self.workshop = Workshop()
        self.addCleanup(self.workshop.close)
        self.environment = {"RACEWAY_RECORDING": "/rec", "PYTHONPATH": INJECT, "PATH": os.environ["PATH"]}

    def reason(self, *argv, run=(), program=None, **environment):
        run = dict({"children": "same", "prefix": sys.prefix}, **dict(run))
        environment = {k: v for k, v in dict(self.environment, **environment).items() if v is not None}
        return programs.describe((run, "/rec"), program or argv[0], list(argv), environment, None)["notTraced"]

    def test_options_that_ignore_us(self):
        for options, letter in (
            (["-I"], "-I"), (["-E"], "-E"), (["-S"], "-S"), (["-BE"], "-E"), (["-W", "error", "-S"], "-S"),
            (["-Xdev", "-I"], "-I"), (["-s"], None), (["-P"], None), (["-u", "-B"], None), (["-W", "-I"], None),
            (["-c", "-I"], None), (["-m", "x", "-I"], None), (["program.py", "-I"], None),
            (["--check-hash-based-pycs", "default", "-I"], "-I"),
        ):  # fmt: skip
            with self.subTest(options=options):
                expected = None if letter is None else programs.IGNORES % letter
                self.assertEqual(self.reason(sys.executable, *options, "program.py"), expected)

    def test_the_environment(self):
        self.assertIsNone(self.reason(sys.executable))
        self.assertIsNone(self.reason(sys.executable, PYTHONPATH=os.pathsep.join(["/x", INJECT])))
        for change in (
            {"RACEWAY_RECORDING": None},
            {"RACEWAY_RECORDING": "/other"},
            {"PYTHONPATH": None},
            {"PYTHONPATH": ""},
        ):
            with self.subTest(change=change):
                self.assertEqual(self.reason(sys.executable, **change), programs.NO_ENVIRONMENT)
        coded = {os.fsencode(name): os.fsencode(value) for name, value in self.environment.items()}
        run = {"children": "same", "prefix": sys.prefix}
        self.assertIsNone(programs.describe((run, "/rec"), sys.executable, [sys.executable], coded, None)["notTraced"])

    def test_the_choice_of_the_run(self):
        self.assertEqual(self.reason(sys.executable, run={"children": "none"}), programs.CHILDREN_NONE)
        self.assertEqual(self.reason(sys.executable, run={"prefix": "/elsewhere"}), programs.OTHER_PYTHON)
        self.assertIsNone(self.reason(sys.executable, run={"children": "all", "prefix": "/elsewhere"}))

    def test_a_virtual_environment_is_another_python(self):
        self.workshop.write("venv/pyvenv.cfg")
        os.mkdir(os.path.join(self.workshop.folder, "venv", "bin"))
        python = os.path.join(self.workshop.folder, "venv", "bin", "python")
        os.symlink(sys.executable, python)
        self.assertEqual(self.reason(python), programs.OTHER_PYTHON)
        self.assertIsNone(self.reason(python, run={"prefix": os.path.join(self.workshop.folder, "venv")}))

    def test_scripts_are_what_their_first_line_says(self):
        for line, expected in (
            (sys.executable, None),
            (sys.executable + " -I", programs.IGNORES % "-I"),
            ("/usr/bin/env " + sys.executable, None),
            ("/usr/bin/env -S %s -E" % sys.executable, programs.IGNORES % "-E"),
            ("/bin/sh", programs.NOT_PYTHON),
            ("/opt/pypy3", programs.NO_CPYTHON),
        ):
            with self.subTest(line=line):
                path = self.workshop.write("tool", "#!%s\n" % line)
                os.chmod(path, stat.S_IRWXU)
                self.assertEqual(self.reason(path), expected)
                self.assertEqual(self.reason("tool", PATH=self.workshop.folder), expected)
        self.assertEqual(self.reason(self.workshop.write("empty")), programs.NOT_PYTHON)

    def test_other_pythons(self):
        everything = {"children": "all"}
        self.assertEqual(self.reason("/opt/python2.7", run=everything), programs.OLD_PYTHON)
        self.assertEqual(self.reason("/opt/python3.7", run=everything), programs.OLD_PYTHON)
        self.assertIsNone(self.reason("/opt/python3.8", run=everything))
        self.assertIsNone(self.reason("/opt/python3.13t", run=everything))
        self.assertIsNone(self.reason("/opt/python3", run=everything))
        self.assertEqual(self.reason("/opt/pypy3.10", run=everything), programs.NO_CPYTHON)
        self.assertEqual(self.reason("/opt/python3.9", run={"prefix": "/opt"}), programs.OTHER_PYTHON)
        for other in ("/bin/sh", "nothing-of-this-name", "/opt/pythonista", "/opt/python-build"):
            self.assertEqual(self.reason(other, run=everything), programs.NOT_PYTHON)

    def test_what_is_said_comes_true(self):
        """For every Python that is to be found here: it is traced exactly where we say that it will be."""
        for version in ("2.7", "3.7", "3.8", "3.13"):
            python = interpreters.find(version)
            for option in ((), ("-I",), ("-P",) if version == "3.13" else ("-s",)):
                for wanted in ("same", "all"):
                    if python is None:
                        continue
                    with self.subTest(version=version, option=option, wanted=wanted):
                        run = {"children": wanted, "prefix": sys.prefix}
                        recording = self.workshop.new_recording(**run)
                        # A first process is what makes the next one a child.
                        os.mkdir(os.path.join(recording, "process-0-0"))
                        self.workshop.traced(*option, "-c", "", python=python, recording=recording)
                        is_traced = len(os.listdir(recording)) > 2
                        reason = programs.describe(
                            (run, "/rec"), python, [python, *option, "-c", ""], self.environment, None
                        )["notTraced"]
                        self.assertEqual(is_traced, reason is None, reason)

    def test_names(self):
        for argv, expected in (
            ([sys.executable, "-W", "error", "/x/tool.py", "-c"], "tool.py"),
            ([sys.executable, "-m", "http.server", "80"], "http.server"),
            ([sys.executable, "-B", "-c", "text"], PYTHON),
            ([sys.executable, "-Bctext", "more"], PYTHON),
            ([sys.executable, "-Wd", "-Bm", "tool"], "tool"),
            ([sys.executable, "-mtool"], "tool"),
            ([sys.executable, "--", "-tool"], "-tool"),
            ([sys.executable, "-", "x"], PYTHON),
            (["/usr/bin/git", "-m", "x"], "git"),
        ):
            with self.subTest(argv=argv):
                told = programs.describe(({}, "/rec"), argv[0], argv, self.environment, None)
                self.assertEqual(told["name"], expected)


if __name__ == "__main__":
    unittest.main()
