"""Which interpreters are traced, what becomes of those that are not, and that ours is not the only sitecustomize."""

import os
import shutil
import sys
import unittest

from support import interpreters
from support.programs import INJECT, RUNTIME, Workshop

# Debian's Python has a sitecustomize of its own, in the standard library's folder.
OURS_LOADED = """
import os, sys
own = os.path.dirname(os.__file__)
print(sorted(n for n, m in sys.modules.items() if 'raceway' in n or n == 'sitecustomize' and own not in m.__file__))
"""
PATH = "import sys; print(sys.path)"


class Injection(unittest.TestCase):
    def setUp(self):
        self.workshop = Workshop()
        self.addCleanup(self.workshop.close)

    def assert_untraced(self, outcome, out="[]\n"):
        self.assertEqual((outcome.code, outcome.out, outcome.err), (0, out, ""))
        self.assertEqual(self.workshop.recording().processes, [])


class SteppingAside(Injection):
    def test_without_a_recording(self):
        outcome = self.workshop.untraced("-c", OURS_LOADED, pythonpath=[INJECT])
        self.assertEqual((outcome.code, outcome.out, outcome.err), (0, "[]\n", ""))

    def test_recording_that_is_over_or_none_or_newer(self):
        for text in (
            '{"version": 1, "open": false}',
            '{"version": 2, "open": true}',
            "[]",
            "",
            "{",
            "\ufffd",
            "1" * 99,
        ):
            with self.subTest(text=text):
                recording = self.workshop.new_recording()
                with open(os.path.join(recording, "run.json"), "w", encoding="utf-8") as file:
                    file.write(text)
                self.assert_untraced_but_loaded(recording)

    def test_folder_without_run_json(self):
        recording = self.workshop.new_recording()
        os.remove(os.path.join(recording, "run.json"))
        self.assert_untraced_but_loaded(recording)

    def test_folder_that_is_gone(self):
        outcome = self.workshop.traced("-c", "print('on')", recording=os.path.join(self.workshop.folder, "gone"))
        self.assertEqual((outcome.code, outcome.out, outcome.err), (0, "on\n", ""))

    def assert_untraced_but_loaded(self, recording):
        outcome = self.workshop.traced(
            "-c", "import sys, threading; print('json' in sys.modules, threading.Lock.__module__)", recording=recording
        )
        self.assert_untraced(outcome, "False %s\n" % self._module_of_a_native_lock())

    def _module_of_a_native_lock(self):
        return self.workshop.untraced("-c", "import threading; print(threading.Lock.__module__)").out.strip()

    def test_options_that_make_python_ignore_us(self):
        for option in ("-I", "-S", "-E"):
            with self.subTest(option=option):
                self.assert_untraced(self.workshop.traced(option, "-c", OURS_LOADED))

    def test_older_pythons(self):
        """A traced program may start any of them; they parse sitecustomize.py and must not be disturbed."""
        missing = []
        for version in ("2.7", "3.6", "3.7"):
            python = interpreters.find(version)
            if python is None:
                missing.append(version)
                continue
            script = self.workshop.write("old.py", "import sys\nprint(sys.path)\nprint(sorted(sys.modules))\n1 / 0\n")
            with self.subTest(version=version):
                plain = self.workshop.untraced(script, python=python)
                injected = self.workshop.traced(script, python=python)
                self.assertEqual(injected, plain)
                self.assertEqual(self.workshop.recording().processes, [])
        if missing:
            self.skipTest("not found on this machine: Python %s" % ", ".join(missing))

    def test_subinterpreters(self):
        """They import site too, but bear neither our thread nor a second recording; Py_EndInterpreter would abort."""
        script = self.workshop.write(
            "program.py",
            "try:\n    from _interpreters import create, destroy, exec as run\n"
            "except ImportError:\n    from _xxsubinterpreters import create, destroy, run_string as run\n"
            "inner = create()\n"
            "run(inner, 'import sys, threading; threading.Lock().acquire(); print(\"in\", sys.path, flush=True)')\n"
            "destroy(inner); print('out')",
        )
        plain = self.workshop.untraced(script)
        traced = self.workshop.traced(script)
        self.assertEqual(traced, plain)
        self.assertIn("in ", plain.out)
        self.assertEqual(len(self.workshop.recording().processes), 1)


class BrokenInstallation(Injection):
    def setUp(self):
        super().setUp()
        self.runtime = os.path.join(self.workshop.folder, "runtime")
        shutil.copytree(RUNTIME, self.runtime, ignore=shutil.ignore_patterns("__pycache__"))

    def run_with(self, changed, text):
        path = os.path.join(self.runtime, changed)
        if text is None:
            os.remove(path)
        else:
            self.workshop.write(path, text)
        return self.workshop.traced("-c", OURS_LOADED, inject=os.path.join(self.runtime, "inject"))

    def test_the_program_runs_untraced(self):
        for changed, text in (
            ("_raceway/__init__.py", None),
            ("_raceway/recorder.py", None),
            ("_raceway/recorder.py", "1 / 0"),
            ("_raceway/bootstrap.py", "def (:"),
        ):
            with self.subTest(changed=changed, text=text):
                self.assert_untraced(self.run_with(changed, text))

    def test_an_error_after_the_recording_began_is_told_in_it(self):
        outcome = self.run_with(
            "_raceway/instruments/__init__.py", "class TABLE:\n    def items():\n        raise RuntimeError('broken')"
        )
        self.assertEqual((outcome.code, outcome.err), (0, ""))
        (note,) = self.workshop.recording().processes[0].rows("note")
        self.assertIn("RuntimeError: broken", note["text"])

    def test_an_instrument_that_fails_leaves_the_program_alone(self):
        text = "def install(module):\n    raise RuntimeError('broken')\n"
        self.workshop.write("runtime/_raceway/instruments/queues.py", text)
        inject = os.path.join(self.runtime, "inject")
        outcome = self.workshop.traced("-c", "import queue; print(queue.Queue)", inject=inject)
        self.assertEqual((outcome.out, outcome.err), ("<class 'queue.Queue'>\n", ""))
        (note,) = self.workshop.recording().processes[0].rows("note")
        self.assertIn("queue", note["about"])
        self.assertIn("RuntimeError: broken", note["text"])

    def test_no_room_for_a_recording(self):
        """What the host tells the user comes from this note."""
        outcome = self.workshop.traced("-c", "print('on')", recording=self.workshop.new_recording(budgetBytes=4096))
        self.assertEqual((outcome.code, outcome.out, outcome.err), (0, "on\n", ""))
        (process,) = self.workshop.recording().processes
        self.assertEqual(process.segments, [])
        self.assertEqual([note["about"] for note in process.rows("note")], ["not traced"])

    def test_bytecode_is_kept_in_our_folder_only_whatever_the_setting(self):
        for setting in ({}, {"PYTHONDONTWRITEBYTECODE": "1"}):
            with self.subTest(setting=setting):
                module = self.workshop.write("%s/module.py" % len(setting), "import queue")
                outcome = self.workshop.traced(
                    "-c",
                    "import sys; sys.path.insert(0, %r); import module" % os.path.dirname(module),
                    inject=os.path.join(self.runtime, "inject"),
                    env=setting,
                )
                self.assertEqual((outcome.code, outcome.err), (0, ""))
                for folder in ("_raceway", "_raceway/instruments"):
                    cache = os.path.join(self.runtime, folder, "__pycache__")
                    self.assertIn(sys.implementation.cache_tag, "".join(os.listdir(cache)))
                    shutil.rmtree(cache)
                kept = os.path.exists(os.path.join(os.path.dirname(module), "__pycache__"))
                self.assertEqual(kept, not setting)


class OtherSitecustomize(Injection):
    def assert_same_with(self, name, text, **options):
        """`text` as a sitecustomize of the user's: same outcome, and it finds the path without us."""
        self.workshop.write("site/%s.py" % name, text)
        program = (
            "import sys; module = sys.modules.get(%r); print(module, sys.path, bool(vars(sys).get('mark')))" % name
        )
        options.setdefault("pythonpath", [os.path.join(self.workshop.folder, "site")])
        plain = self.workshop.untraced("-c", program, **options)
        traced = self.workshop.traced("-c", program, **options)
        self.assertEqual(traced.comparable(), plain.comparable())
        self.assertEqual(len(self.workshop.recording().processes), 1)
        return plain

    def test_is_chained(self):
        plain = self.assert_same_with(
            "sitecustomize", "import sys; sys.mark = True; print(sys.path, __file__, __spec__)"
        )
        self.assertIn("True", plain.out)

    def test_may_fail(self):
        texts = ["raise ValueError('theirs')", "import nowhere_to_be_found", "x = ("]
        if sys.version_info >= (3, 11):
            texts.append("import sys; sys.exit(4)")  # prints a traceback; older Pythons put our frame back into it
        for text in texts:
            with self.subTest(text=text):
                self.assert_same_with("sitecustomize", text)

    def test_may_use_threads(self):
        self.assert_same_with("sitecustomize", "import sys, threading; sys.mark = threading.Lock(); sys.mark.acquire()")

    def test_usercustomize(self):
        base = os.path.join(self.workshop.folder, "base")
        place = self.workshop.untraced("-m", "site", "--user-site", env={"PYTHONUSERBASE": base}).out.strip()
        self.workshop.write(os.path.join(place, "usercustomize.py"), "import sys; sys.mark = 1")
        plain = self.assert_same_with("other", "", env={"PYTHONUSERBASE": base})
        self.assertIn("True", plain.out)

    def test_a_second_installation_of_ours_records_nothing_more(self):
        other = os.path.join(self.workshop.folder, "other")
        shutil.copytree(RUNTIME, other)
        outcome = self.workshop.traced("-c", PATH, pythonpath=[os.path.join(other, "inject")])
        self.assertEqual(outcome.out, self.workshop.untraced("-c", PATH).out)
        self.assertEqual(outcome.err, "")
        self.assertEqual(len(self.workshop.recording().processes), 1)


class PythonPath(Injection):
    """However our folder is spelled in PYTHONPATH, sys.path is what the rest of PYTHONPATH gives."""

    def setUp(self):
        super().setUp()
        self.recording = self.workshop.new_recording()

    def assert_path(self, spelled, others, cwd=None):
        values = [os.pathsep.join(parts) for parts in (others, spelled)]
        plain = self.workshop.untraced("-c", PATH, env={"PYTHONPATH": values[0]} if others else {}, cwd=cwd)
        settings = {"PYTHONPATH": values[1], "RACEWAY_RECORDING": self.workshop.new_recording()}
        traced = self.workshop.untraced("-c", PATH, env=settings, cwd=cwd)
        self.assertEqual((traced.out, traced.err), (plain.out, plain.err))
        self.assertEqual(len(self.workshop.recording().processes), 1)

    def test_spellings(self):
        link = os.path.join(self.workshop.folder, "a link ü")
        os.symlink(INJECT, link)
        relative = os.path.relpath(INJECT, self.workshop.folder)
        for spelling in (
            INJECT,
            INJECT + "/",
            link,
            relative,
            "./" + relative,
            INJECT + "/../inject",
            "//" + INJECT[1:],
        ):
            with self.subTest(spelling=spelling):
                self.assert_path([spelling], [])

    def test_from_inside_the_folder(self):
        self.assert_path(["."], [], cwd=INJECT)

    def test_other_entries(self):
        folder = self.workshop.folder
        for others in ([folder], ["."], [folder, ""], ["", folder], [folder, folder], ["/nowhere", "x.zip"]):
            with self.subTest(others=others):
                self.assert_path([INJECT, *others], others)

    def test_twice(self):
        self.assert_path([INJECT, self.workshop.folder, INJECT], [self.workshop.folder])

    def test_children_inherit_it(self):
        outcome = self.workshop.traced("-c", "import os; print(os.environ['PYTHONPATH'])")
        self.assertEqual(outcome.out.strip(), INJECT)


if __name__ == "__main__":
    unittest.main()
