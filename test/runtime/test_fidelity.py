"""A traced program finds the world that it would find without us, however it is started and however it ends."""

import difflib
import os
import signal
import sys
import textwrap
import unittest
import venv
import zipfile

from support.programs import Workshop

# Everything of an interpreter's state that our start might have touched. Raceway's own names are left out here, once.
PROBE = """
import sys
modules = [name for name in sys.modules if name.split(".")[0] != "_raceway"]
path, meta_path = list(sys.path), [getattr(f, "__qualname__", type(f).__qualname__) for f in sys.meta_path]
importers = [name for name in sys.path_importer_cache if "/inject" not in name]
attributes = {name: repr(value) for name, value in globals().items() if name[:2] == "__" and name != "__builtins__"}
import atexit, gc, json, os, signal, threading, warnings
state = {
    "modules": modules,
    "path": path,
    "meta_path": [name for name in meta_path if name != "_Finder"],
    "own finders": meta_path.count("_Finder") in (0, 1),
    "path_hooks": [getattr(hook, "__qualname__", "") for hook in sys.path_hooks],
    "importers": importers,
    "main": attributes,
    "main names": sorted(attributes),
    "argv": sys.argv,
    "flags": str(sys.flags),
    "filters": str(warnings.filters),
    "handlers": [str(signal.getsignal(number)) for number in range(1, 32)],
    "mask": str(signal.pthread_sigmask(signal.SIG_BLOCK, [])) if hasattr(signal, "pthread_sigmask") else "",
    "threads": [[thread.name for thread in threading.enumerate()], threading.active_count(), len(threading._active)],
    "switch interval": sys.getswitchinterval(),
    "gc": [gc.isenabled(), gc.get_threshold()],
    "hooks": [str(sys.excepthook), str(sys.displayhook), str(sys.gettrace()), str(sys.getprofile())],
    "recursion limit": sys.getrecursionlimit(),
    "cwd": os.getcwd(),
    "dont_write_bytecode": sys.dont_write_bytecode,
    "environment": sorted(set(os.environ) - {"RACEWAY_RECORDING", "PYTHONPATH"}),
}
"""
TELL = "for key in state: print(key, json.dumps(state[key], default=str))\n"


def differences(plain, traced):
    """What differs between two outcomes, with a sign before each line: - plain, + traced."""
    plain, traced = plain.comparable(), traced.comparable()
    pairs = [(["exit code %s" % a.code], a.out.splitlines(), a.err.splitlines()) for a in (plain, traced)]
    return [
        line
        for before, after in zip(*pairs)
        for line in difflib.unified_diff(before, after, n=0, lineterm="")
        if not line.startswith(("---", "+++", "@@"))
    ]


class SameWorld(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.workshop = Workshop()
        self.addCleanup(self.workshop.close)
        self.script = self.workshop.write("program.py", PROBE + TELL)

    def assert_same(self, *arguments, is_recorded=True, **options):
        """Run both ways; compare all that can be seen from outside, and that the traced run was traced."""
        plain = self.workshop.untraced(*arguments, **options)
        traced = self.workshop.traced(*arguments, **options)
        self.assertEqual(differences(plain, traced), [])
        if is_recorded:
            self.assertEqual(self.workshop.recording().processes[0].about["startMethod"], "main")
        return traced

    @unittest.skipUnless(hasattr(os, "fork"), "needs os.fork")
    def test_the_descriptors_are_those_of_the_program(self):
        """However much is recorded, also in a forked child; and the program's are open when we have ended."""
        program = """
            import os, sys, threading, time

            class AtTheEnd:
                def __del__(self, write=os.write):
                    write(mine, b"still open\\n")

            def is_open(number):
                try:
                    os.fstat(number)
                except OSError:
                    return False
                return True

            def open_files():
                return [number for number in range(64) if is_open(number) and (number in its_own or stays_open(number))]

            def stays_open(number):
                # Ours are open for a moment, now and then; how long that is, the machine decides.
                for _ in range(500):
                    if not is_open(number):
                        return False
                    time.sleep(0.01)
                return True

            mine = os.dup2(1, 40)  # which number is free just now depends on ours, too
            its_own = 0, 1, 2, mine
            locks = [threading.Lock() for _ in range(80)]
            for lock in locks:
                for _ in range(2500):
                    with lock:
                        pass
            print(mine, open_files(), flush=True)
            if os.fork() == 0:
                with locks[0]:
                    print(open_files(), flush=True)
                sys.exit()
            os.wait()
            late = AtTheEnd()
            late.itself = late
        """
        self.assert_same(self.workshop.write("open.py", textwrap.dedent(program)))
        segments = self.workshop.recording().processes[0].segments
        self.assertGreater(len(segments), 3)

    def assert_same_world(self, *arguments, **options):
        outcome = self.assert_same(*arguments, **options)
        self.assertEqual(outcome.code, 0, outcome.err)
        self.assertIn("own finders true", outcome.out)


class Launches(SameWorld):
    def test_script(self):
        self.assert_same_world(self.script, "--flag", "a b", "")

    def test_script_by_relative_path(self):
        self.assert_same_world("program.py")

    def test_symlinked_script(self):
        os.makedirs(os.path.join(self.workshop.folder, "bin"))
        link = os.path.join(self.workshop.folder, "bin", "tool")
        os.symlink(self.script, link)
        self.assert_same_world(link)

    @unittest.skipIf(sys.version_info < (3, 11), "-P came with 3.11")
    def test_safe_path(self):
        self.assert_same_world("-P", self.script)

    def test_module(self):
        self.workshop.write("package/__init__.py")
        self.workshop.write("package/part.py", PROBE + TELL)
        self.assert_same_world("-m", "package.part", "x")

    def test_package(self):
        self.workshop.write("package/__init__.py")
        self.workshop.write("package/__main__.py", PROBE + TELL)
        self.assert_same_world("-m", "package")

    def test_folder(self):
        self.workshop.write("app/__main__.py", PROBE + TELL)
        self.assert_same_world("app")

    def test_zip(self):
        path = os.path.join(self.workshop.folder, "app.pyz")
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("__main__.py", PROBE + TELL)
        self.assert_same_world(path)

    def test_text(self):
        self.assert_same_world("-c", PROBE + TELL, "-c", "x")

    def test_standard_input(self):
        self.assert_same_world("-", input=PROBE + TELL)

    def test_virtual_environment(self):
        folder = os.path.join(self.workshop.folder, "environment")
        venv.create(folder, symlinks=True, with_pip=False)
        self.assert_same_world(self.script, python=os.path.join(folder, "bin", "python"))

    def test_options(self):
        for options in (["-B"], ["-O"], ["-u", "-q"], ["-X", "dev"], ["-bb"], ["-W", "error"], ["-X", "utf8"]):
            with self.subTest(options=options):
                self.assert_same_world(*options, self.script)


class Endings(SameWorld):
    def assert_same_end(self, text, code=None, **options):
        outcome = self.assert_same(self.workshop.write("end.py", text), **options)
        if code is not None:
            self.assertEqual(outcome.code, code)

    def test_exception(self):
        self.assert_same_end("def f():\n    return 1 / 0\nf()", 1)

    def test_syntax_error(self):
        self.assert_same_end("x = (", 1)

    def test_missing_script(self):
        self.assert_same(os.path.join(self.workshop.folder, "missing.py"))

    def test_exit_code(self):
        self.assert_same_end("import sys; sys.exit(3)", 3)

    def test_exit_message(self):
        self.assert_same_end("import sys; sys.exit('bye')", 1)

    def test_exit_at_once(self):
        self.assert_same_end("import os; print('cut', end=''); os._exit(7)", 7)

    def test_interrupt(self):
        self.assert_same_end("import os, signal; os.kill(os.getpid(), signal.SIGINT)", -signal.SIGINT)

    def test_signal(self):
        self.assert_same_end("import os, signal; os.kill(os.getpid(), signal.SIGTERM)", -signal.SIGTERM)

    def test_kill(self):
        self.assert_same_end("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", -signal.SIGKILL)

    def test_exit_handlers_run_before_ours_and_may_fail(self):
        self.assert_same_end(
            """
            import atexit, sys, threading
            atexit.register(print, "first registered")
            atexit.register(sys.exit, 5)
            @atexit.register
            def work_at_the_end():
                lock = threading.Lock()
                with lock:
                    print("with a lock")
                raise ValueError("in a handler")
            """.replace("\n            ", "\n")
        )

    def test_exceptions_that_nobody_catches(self):
        self.assert_same_end(
            "class A:\n    def __del__(self): raise ValueError('in a finalizer')\na = A(); del a\nlate = A()"
        )

    def test_exception_in_a_thread(self):
        self.assert_same_end(
            "import threading\n"
            "def work():\n    raise KeyError('gone')\n"
            "thread = threading.Thread(target=work, name='worker'); thread.start(); thread.join(); print('on')"
        )

    def test_daemon_threads_that_never_end(self):
        self.assert_same_end(
            "import threading, time\n"
            "lock = threading.Lock()\n"
            "def spin():\n    while True:\n        with lock: pass\n"
            "def wait():\n    threading.Event().wait()\n"
            "for work in (spin, spin, wait):\n    threading.Thread(target=work, daemon=True).start()\n"
            "time.sleep(0.1); print('over')",
            0,
        )

    def test_error_inside_a_standard_module_that_we_wait_for(self):
        # The traceback passes through the import of a module that has a callback of ours.
        self.assert_same_end("import sys; sys.modules['heapq'] = None; import queue", 1)

    def test_a_module_of_the_program_with_a_standard_name(self):
        self.workshop.write("queue.py", "print('mine', __spec__.loader.__class__.__name__); 1 / 0")
        self.assert_same_end("import queue", 1)

    def test_warnings_are_as_many(self):
        self.assert_same_end(
            "import threading, queue, time, warnings\n"
            "q = queue.Queue(); q.put(1); q.get(); lock = threading.RLock()\n"
            "with lock: warnings.warn('mine')",
            env={"PYTHONWARNINGS": "always"},
        )


class LateImports(SameWorld):
    def test_modules_after_imports_and_use(self):
        """Instruments load modules of their own when they are needed; none of those shows."""
        for names in (["time"], ["threading"], ["queue"], ["threading", "queue", "asyncio", "concurrent.futures"]):
            with self.subTest(names=names):
                self.assert_same(
                    "-c",
                    "import sys\nfor name in %r: __import__(name)\n"
                    "t = sys.modules.get('threading'); q = sys.modules.get('queue')\n"
                    "import time; time.sleep(0)\n"
                    "if t:\n    lock = t.Lock()\n    with lock: pass\n    t.Thread(target=lock.locked).start()\n"
                    "if q: q.SimpleQueue().put(1)\n"
                    "print([name for name in sys.modules if not name.startswith('_raceway')])" % names,
                )


if __name__ == "__main__":
    unittest.main()
