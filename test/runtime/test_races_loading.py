"""However the program's files are loaded, they are observed; what cannot be observed runs as it is and is named."""

import marshal
import os
import sys
import unittest
from _imp import source_hash

from support.observed import lost_updates
from support.programs import Workshop
from support.shapes import RACY

LOSES = RACY.replace("race()", "main()")
MAIN = LOSES + 'if __name__ == "__main__":\n    main()\n'


class Loading(unittest.TestCase):
    def setUp(self):
        self.workshop = Workshop()
        self.addCleanup(self.workshop.close)

    def run_traced(self, *arguments, **options):
        races = options.pop("races", "on")
        outcome = self.workshop.traced(*arguments, recording=self.workshop.new_recording(races=races), **options)
        self.assertEqual((outcome.code, outcome.err), (0, ""))
        return self.workshop.recording().processes

    def lost(self, *arguments, **options):
        return [lost_updates(process) for process in self.run_traced(*arguments, **options)]

    def sources(self, process):
        return {os.path.basename(row["file"]): row.get("reason") for row in process.rows("source")}

    def test_script(self):
        script = self.workshop.write("app.py", MAIN)
        self.assertEqual(self.lost(script), [{"value": (1, True)}])
        self.assertEqual(self.lost("app.py"), [{"value": (1, True)}])

    def test_script_behind_a_link(self):
        self.workshop.write("real/app.py", "import beside\n" + MAIN)
        self.workshop.write("real/beside.py")
        os.symlink("real/app.py", os.path.join(self.workshop.folder, "link.py"))
        self.assertEqual(self.lost("link.py"), [{"value": (1, True)}])

    def test_module(self):
        self.workshop.write("package/__init__.py")
        self.workshop.write("package/app.py", MAIN)
        self.assertEqual(self.lost("-m", "package.app"), [{"value": (1, True)}])

    def test_package_and_folder(self):
        self.workshop.write("package/__init__.py")
        self.workshop.write("package/__main__.py", MAIN)
        self.assertEqual(self.lost("-m", "package"), [{"value": (1, True)}])
        self.assertEqual(self.lost("package"), [{"value": (1, True)}])

    def test_imported_and_reloaded(self):
        self.workshop.write("work.py", LOSES)
        script = self.workshop.write(
            "app.py", "import importlib, work\nwork.main()\nimportlib.reload(work)\nwork.main()\n"
        )
        self.assertEqual(self.lost(script), [{"value": (2, True)}])

    def test_a_module_seen_from_outside_is_the_same_variable(self):
        self.workshop.write("shared.py", LOSES)
        script = self.workshop.write(
            "app.py",
            "import shared, threading\ndef work():\n    seen = shared.value\n    shared.met.wait()\n    shared.value = seen + 1\n"
            "threads = [threading.Thread(target=target) for target in (work, shared.work)]\n"
            "for thread in threads:\n    thread.start()\nfor thread in threads:\n    thread.join()\nassert shared.value == 1\n",
        )
        self.assertEqual(self.lost(script), [{"shared.value": (1, True)}])

    def test_a_module_that_resets_its_global_unseen_makes_the_count_inexact(self):
        self.workshop.write("shared.py", "value = 0\ndef reset():\n    global value\n    value = 0\n")
        script = self.workshop.write(
            "app.py",
            "import shared, threading\nmet = threading.Barrier(2)\n"
            "def work():\n    seen = shared.value\n    met.wait()\n    shared.value = seen + 1\n"
            "threads = [threading.Thread(target=work) for _ in range(2)]\n"
            "for thread in threads:\n    thread.start()\nfor thread in threads:\n    thread.join()\n",
        )
        self.assertEqual(self.lost(script), [{"shared.value": (1, False)}])

    def test_each_module_of_one_file_has_variables_of_its_own(self):
        self.workshop.write("plugin.py", "value = 0\ndef work(one):\n    global value\n    value = value + one()\n")
        for load in (
            "    spec = importlib.util.spec_from_file_location('plugin', 'plugin.py')\n"
            "    module = importlib.util.module_from_spec(spec)\n    spec.loader.exec_module(module)\n    return module.work\n",
            "    return runpy.run_path('plugin.py')['work']\n",
        ):
            script = self.workshop.write(
                "app.py",
                "import importlib.util, runpy, threading\nmet = threading.Barrier(2)\ndef one():\n    met.wait()\n"
                "    return 1\ndef load():\n"
                + load
                + "threads = [threading.Thread(target=load(), args=(one,)) for _ in range(2)]\n"
                "for thread in threads:\n    thread.start()\nfor thread in threads:\n    thread.join()\n",
            )
            self.assertEqual(self.lost(script), [{}])

    def test_nested_too_deeply_as_without_us(self):
        script = self.workshop.write("app.py", "y = 1" + " + 1" * 200_000 + "\n")
        if sys.version_info >= (3, 10):  # older ones break down natively
            traced, plain = self.workshop.traced(script), self.workshop.untraced(script)
            self.assertEqual((traced.code, traced.out), (plain.code, plain.out))

    def test_spawned_child_and_what_it_imports(self):
        script = self.workshop.write(
            "app.py",
            LOSES + "if __name__ == '__main__':\n    import multiprocessing\n"
            "    child = multiprocessing.get_context('spawn').Process(target=main)\n    child.start()\n    child.join()\n",
        )
        found = {
            tuple(process.about["startMethod"].split()): lost_updates(process) for process in self.run_traced(script)
        }
        self.assertEqual(found[("spawn",)], {"value": (1, True)})
        self.assertEqual(found[("main",)], {})

    @unittest.skipUnless(hasattr(os, "fork"), "there is no fork here")
    def test_forked_child_counts_for_itself(self):
        script = self.workshop.write(
            "app.py",
            LOSES + "if __name__ == '__main__':\n    import os\n    main()\n    child = os.fork()\n"
            "    if child == 0:\n        main()\n        raise SystemExit\n    os.waitpid(child, 0)\n    main()\n",
        )
        processes = self.run_traced("-W", "ignore", script)
        self.assertEqual([process.about["startMethod"] for process in processes], ["main", "fork"])
        self.assertEqual([lost_updates(process) for process in processes], [{"value": (2, True)}, {"value": (1, True)}])
        self.assertEqual([self.sources(process) for process in processes], [{"app.py": None}] * 2)

    def test_forked_children_of_a_pool(self):
        script = self.workshop.write(
            "app.py",
            LOSES + "if __name__ == '__main__':\n    import multiprocessing\n"
            "    with multiprocessing.get_context('%s').Pool(1) as pool:\n        pool.apply(main)\n"
            "        pool.close()\n        pool.join()\n" % ("fork" if hasattr(os, "fork") else "spawn"),
        )
        self.assertIn({"value": (1, True)}, self.lost(script))

    def test_threads_that_nobody_announced(self):
        script = self.workshop.write(
            "app.py",
            LOSES + "import _thread, time\nmet = threading.Barrier(3)\nover = []\n"
            "def run():\n    met.wait()\n    time.sleep(0.3)\n    work()\n    over.append(1)\n"
            "for _ in range(2):\n    _thread.start_new_thread(run, ())\nmet.wait()\nmet = threading.Barrier(2)\n"
            "while len(over) < 2:\n    time.sleep(0.01)\n",
        )
        self.assertEqual(self.lost(script), [{"value": (1, True)}])

    def test_off(self):
        script = self.workshop.write("app.py", MAIN + "print(work.__code__.co_consts)")
        (process,) = self.run_traced(script, races="off")
        self.assertEqual(process.rows("races"), [{"k": "races", "tier": "off"}])
        self.assertEqual(process.rows("source") + process.rows("lost"), [])

    def test_a_file_that_cannot_be_rewritten_runs_as_it_is(self):
        deep = "value = 0\ndef work():\n    global value\n    value = f(value)\nx = " + "-" * 80 + "1\n"
        deep += "y = " + "(" * 80 + "1" + ")" * 80 + "\n" + "z = 1" + " + 1" * 900 + "\nprint(z)\n"
        self.workshop.write("deep.py", deep)
        script = self.workshop.write("app.py", "import sys\nsys.setrecursionlimit(400)\nimport deep\n")
        outcome = self.workshop.traced(script, recording=self.workshop.new_recording())
        self.assertEqual((outcome.code, outcome.out), (0, "901\n"), outcome.err)
        (process,) = self.workshop.recording().processes
        self.assertEqual(set(self.sources(process)), {"app.py", "deep.py"})
        self.assertIsNotNone(self.sources(process)["deep.py"])

    def test_a_syntax_error_is_the_programs_own(self):
        for name in ("bad.py", "app.py"):
            self.workshop.write(name, "import bad\n" if name == "app.py" else "def f(:\n")
            script = os.path.join(self.workshop.folder, name)
            self.assertEqual(self.workshop.traced(script), self.workshop.untraced(script))

    def test_installed_packages_are_left_alone(self):
        path = self.workshop.write("lib/site-packages/work.py", LOSES)
        script = self.workshop.write("app.py", "import work\nwork.main()\n")
        (process,) = self.run_traced(script, pythonpath=[os.path.dirname(path)])
        self.assertEqual(self.sources(process), {"app.py": None})
        self.assertEqual(lost_updates(process), {})

    def test_files_that_pytest_loads_itself(self):
        hook = """
import ast, marshal, os
def rewrite_asserts(tree, source, path=None, config=None):
    assert config == "the config" and isinstance(tree, ast.Module)
def _read_pyc(path, pyc, trace):
    if os.path.exists(pyc):
        with open(pyc, "rb") as file:
            return marshal.load(file)
def _rewrite_test(path, config):
    with open(path, "rb") as file:
        return None, compile(file.read(), path, "exec")
def _write_pyc(state, code, about, pyc):
    with open(pyc, "wb") as file:
        marshal.dump(code, file)
class Hook:
    config = "the config"
    def exec_module(self, module):
        path, pyc = module.__name__ + ".py", module.__name__ + ".pyc"
        code = _read_pyc(os.path.abspath(path), pyc, print)
        if code is None:
            about, code = _rewrite_test(os.path.abspath(path), self.config)
            _write_pyc(None, code, about, pyc)
        exec(code, module.__dict__)
"""
        path = self.workshop.write("lib/site-packages/_pytest/assertion/rewrite.py", hook)
        for package in ("_pytest", "_pytest/assertion"):
            self.workshop.write("lib/site-packages/%s/__init__.py" % package)
        self.workshop.write("other.py")
        self.workshop.write("test_it.py", LOSES + "main()\n")
        script = self.workshop.write(
            "app.py",
            "import _pytest.assertion.rewrite as rewrite, other, types\n"
            "rewrite.Hook().exec_module(types.ModuleType('test_it'))\n",
        )
        folder = path[: path.index("_pytest")]
        for _ in range(2):  # as pytest made it, then as it read it from its cache
            self.assertEqual(self.lost(script, pythonpath=[folder]), [{"value": (1, True)}])
            with open(os.path.join(self.workshop.folder, "test_it.pyc"), "rb") as file:
                self.assertFalse(b"raceway site" in file.read())

    def test_a_string_of_the_program_like_ours(self):
        script = self.workshop.write("app.py", MAIN + "assert '\\0raceway site 99'[1] == 'r'\n")
        self.assertEqual(self.lost(script), [{"value": (1, True)}])


class Caching(unittest.TestCase):
    def setUp(self):
        self.workshop = Workshop()
        self.addCleanup(self.workshop.close)
        self.folder = os.path.join(self.workshop.cache, "raceway", "rewritten")
        self.script = self.workshop.write("app.py", MAIN)

    def run_and_count(self):
        outcome = self.workshop.traced(self.script)
        self.assertEqual((outcome.code, outcome.err), (0, ""))
        (process,) = self.workshop.recording().processes
        return lost_updates(process)

    def test_what_is_kept_is_the_users_alone(self):
        self.run_and_count()
        self.assertEqual(os.stat(self.folder).st_mode & 0o777, 0o700)
        names = os.listdir(self.folder)  # the code, and what it writes
        self.assertEqual([os.stat(os.path.join(self.folder, name)).st_mode & 0o777 for name in names], [0o600] * 2)
        self.assertEqual(self.run_and_count(), {"value": (1, True)})
        self.assertEqual(os.listdir(self.folder), names)

    def test_a_changed_source_is_rewritten_anew(self):
        self.run_and_count()
        self.script = self.workshop.write("app.py", MAIN.replace("value", "number"))
        self.assertEqual(self.run_and_count(), {"number": (1, True)})

    def test_damaged_or_foreign_files_are_not_used(self):
        self.run_and_count()
        for name in os.listdir(self.folder):
            path = os.path.join(self.folder, name)
            with open(path, "rb") as file:
                right = file.read()
            wrong = marshal.dumps((1, 2, 3, 4))
            for content in (b"", b"x" * 100, wrong, wrong + source_hash(3, wrong), right[:-9] + b"x" + right[-8:]):
                with open(path, "wb") as file:
                    file.write(content)
                self.assertEqual(self.run_and_count(), {"value": (1, True)})
                with open(path, "rb") as file:
                    self.assertEqual(file.read(), right)

    @unittest.skipUnless(hasattr(os, "getuid"), "permissions work differently here")
    def test_a_folder_that_others_may_write_to_is_not_used(self):
        os.makedirs(self.folder)
        os.chmod(self.folder, 0o777)
        self.assertEqual(self.run_and_count(), {"value": (1, True)})
        self.assertEqual(os.listdir(self.folder), [])

    def test_nothing_is_written_beside_the_program(self):
        self.workshop.write("other.py", LOSES)
        self.script = self.workshop.write("app.py", "import other\nother.main()\n")
        self.assertEqual(self.run_and_count(), {"value": (1, True)})
        cached = os.path.join(self.workshop.folder, "__pycache__")
        tag = sys.implementation.cache_tag
        self.assertEqual(os.listdir(cached), ["other.%s.pyc" % tag])
        with open(os.path.join(cached, "other.%s.pyc" % tag), "rb") as file:
            self.assertFalse(b"raceway site" in file.read())


if __name__ == "__main__":
    unittest.main()
