"""Callbacks at the program's imports, and modules that we use without showing them (runtime/_raceway/imports.py)."""

import sys
import textwrap
import unittest

from support.programs import RUNTIME, Workshop

PROLOGUE = (
    """
import importlib.machinery, importlib.util, pickle, sys
sys.path.insert(0, %r)
from _raceway import imports
sys.path.pop(0)
imports.install()
seen = []
"""
    % RUNTIME
)


class Imports(unittest.TestCase):
    def setUp(self):
        self.workshop = Workshop()
        self.addCleanup(self.workshop.close)

    def assert_runs(self, text, **options):
        """Run `text`, whose asserts are the test, in a fresh interpreter that has the finder."""
        path = self.workshop.write("program.py", PROLOGUE + textwrap.dedent(text))
        outcome = self.workshop.untraced(path, **options)
        self.assertEqual((outcome.code, outcome.err), (0, ""))


class Callbacks(Imports):
    def test_runs_after_the_body_and_before_the_importer_goes_on(self):
        self.assert_runs("""
            imports.on_import("colorsys", lambda module: setattr(module, "rgb_to_hsv", "patched"))
            from colorsys import rgb_to_hsv
            assert rgb_to_hsv == "patched"
        """)

    def test_runs_at_once_for_a_module_that_is_loaded(self):
        self.assert_runs("""
            import colorsys
            imports.on_import("colorsys", seen.append)
            assert seen == [colorsys]
        """)

    def test_imports_nothing_by_itself(self):
        self.assert_runs("""
            imports.on_import("colorsys", seen.append)
            assert "colorsys" not in sys.modules and seen == []
        """)

    def test_all_callbacks_run_and_one_that_raises_is_reported(self):
        self.assert_runs("""
            reported = []
            imports.report = lambda module, error: reported.append((module.__name__, str(error)))
            def broken(module): raise RuntimeError("no")
            imports.on_import("colorsys", broken)
            imports.on_import("colorsys", seen.append)
            import colorsys
            assert seen == [colorsys] and reported == [("colorsys", "no")]
        """)

    def test_a_reload_calls_back_again(self):
        self.assert_runs("""
            imports.on_import("colorsys", lambda module: setattr(module, "rgb_to_hsv", seen.append(1)))
            import colorsys
            assert importlib.reload(colorsys) is colorsys
            assert seen == [1, 1] and colorsys.rgb_to_hsv is None
        """)

    def test_submodules_and_builtin_modules(self):
        self.assert_runs("""
            imports.on_import("xml.dom.minicompat", seen.append)
            imports.on_import("_symtable", seen.append)
            import xml.dom.minicompat, _symtable
            assert seen == [xml.dom.minicompat, _symtable]
            assert xml.dom.minicompat is xml.dom.__dict__["minicompat"]
        """)

    def test_a_module_of_the_program_with_a_standard_name_is_left_alone(self):
        self.workshop.write("colorsys.py", "mine = True")
        self.assert_runs("""
            imports.on_import("colorsys", seen.append)
            import colorsys
            assert colorsys.mine and seen == []
        """)

    def test_a_module_of_a_package_is_reached_where_it_is_meant(self):
        self.workshop.write("tool/__init__.py")
        self.workshop.write("tool/core.py", "mine = True")
        self.assert_runs("""
            imports.on_import("tool.core", seen.append, anywhere=True)
            import tool.core
            assert tool.core.mine and seen == [tool.core]
            imports.on_import("tool.core", seen.append, anywhere=True)
            assert seen == [tool.core] * 2
        """)

    def test_threads_that_import_at_once_see_it_patched(self):
        self.assert_runs("""
            import threading
            imports.on_import("colorsys", lambda module: setattr(module, "patched", True))
            start = threading.Barrier(8)
            def work():
                start.wait()
                import colorsys
                seen.append(colorsys.patched)
            threads = [threading.Thread(target=work) for _ in range(8)]
            for thread in threads: thread.start()
            for thread in threads: thread.join()
            assert seen == [True] * 8
        """)

    def test_a_callback_may_import_the_module_itself(self):
        self.assert_runs("""
            def callback(module):
                import colorsys
                seen.append(colorsys is module)
            imports.on_import("colorsys", callback)
            import colorsys
            assert seen == [True]
        """)


class NothingOfOursShows(Imports):
    """Compares each module with what an interpreter without the finder gives."""

    TELL = """
        import importlib, importlib.util, pickle, sys
        {before}
        import {name} as module
        spec, loader = module.__spec__, module.__loader__
        print(spec, type(loader), getattr(loader, "__dict__", "").keys() if not isinstance(loader, type) else loader)
        print(spec.loader is loader, sorted(vars(module)), repr(module), spec._initializing)
        print(importlib.util.find_spec("{name}") is spec)
        del sys.modules["{name}"]
        found = importlib.util.find_spec("{name}")
        print(found, type(found.loader), found == spec)
        try:
            print(len(pickle.dumps(loader)), pickle.loads(pickle.dumps(loader)) == loader)
        except Exception as error:
            print(error)
        print(importlib.import_module("{name}") is not module)
        print(sys.modules["{name}"].__spec__, list(sys.modules)[-1])
    """

    def assert_shows_nothing(self, name):
        before = "imports.on_import(%r, seen.append)" % name
        tell = textwrap.dedent(self.TELL)
        plain = self.workshop.untraced(self.workshop.write("plain.py", tell.format(name=name, before="")))
        hooked = self.workshop.untraced(
            self.workshop.write(
                "hooked.py", PROLOGUE + tell.format(name=name, before=before) + "assert len(seen) == 2\n"
            )
        )
        self.assertEqual(hooked.comparable(), plain.comparable())

    def test_source_module(self):
        self.assert_shows_nothing("colorsys")

    def test_module_that_imports_others(self):
        self.assert_shows_nothing("queue")

    def test_builtin_module(self):
        self.assert_shows_nothing("_symtable")

    def test_extension_module(self):
        self.assert_shows_nothing("_lsprof")

    @unittest.skipIf(sys.version_info < (3, 11), "the module is frozen from 3.11 on")
    def test_frozen_module(self):
        self.assert_shows_nothing("__phello__")

    def test_questions_before_the_import_get_the_genuine_answer(self):
        self.assert_runs("""
            imports.on_import("colorsys", seen.append)
            spec = importlib.util.find_spec("colorsys")
            assert "exec_module" not in vars(spec.loader)
            assert type(spec.loader) is importlib.machinery.SourceFileLoader
            for finder in sys.meta_path:
                assert finder is not sys.meta_path[0] or finder.find_spec("colorsys") is None
            assert seen == []
        """)

    def test_a_finder_asked_from_the_outermost_frame_keeps_silent(self):
        self.assert_runs("""
            imports.on_import("colorsys", seen.append)
            assert sys.meta_path[0].find_spec("colorsys") is None
        """)

    def test_a_zip_importer_serves_its_other_modules_as_before(self):
        self.assert_runs("""
            import zipfile, zipimport
            with zipfile.ZipFile("library.zip", "w") as archive:
                archive.writestr("one.py", "x = 1")
                archive.writestr("two.py", "x = 2")
            importer = zipimport.zipimporter("library.zip")
            for name, expected in (("one", [1]), ("two", [1])):
                spec = importlib.util.spec_from_loader(name, importer, origin="library.zip/%s.py" % name)
                if name == "one":
                    spec = imports.call_after_exec(spec, lambda module: seen.append(module.x))
                module = sys.modules["_frozen_importlib"]._load(spec)
                assert seen == expected, (name, seen)
                assert sys.modules[name].__loader__ is importer
        """)


class HiddenModules(Imports):
    def test_a_hidden_module_is_gone_until_the_program_imports_the_same_object(self):
        self.assert_runs("""
            before = set(sys.modules)
            assert "_lsprof" not in before
            import _lsprof as ours
            spec = ours.__spec__
            imports.hide_new(before)
            assert "_lsprof" not in sys.modules
            found = importlib.util.find_spec("_lsprof")
            assert type(found.loader) is type(spec.loader) and "_lsprof" not in sys.modules
            import _lsprof
            assert _lsprof is ours and _lsprof.__spec__ is spec and _lsprof.__loader__ is spec.loader
            assert sys.modules["_lsprof"] is ours
            assert not spec._initializing
        """)

    def test_only_what_is_named_is_hidden_when_others_may_import_too(self):
        self.assert_runs("""
            before = set(sys.modules)
            import _lsprof, colorsys
            imports.hide_new(before, among=("_lsprof",))
            assert "colorsys" in sys.modules and "_lsprof" not in sys.modules
        """)

    def test_exit_handlers_survive_that_atexit_was_hidden(self):
        """On 3.8 and 3.9 a second instance of the module would forget the handlers of the first."""
        path = self.workshop.write(
            "program.py",
            PROLOGUE + "before = set(sys.modules) - {'atexit'}\nimport atexit\natexit.register(print, 'ours')\n"
            "imports.hide_new(before)\nimport atexit\natexit.register(print, 'theirs')\n",
        )
        self.assertEqual(self.workshop.untraced(path).out, "theirs\nours\n")


if __name__ == "__main__":
    unittest.main()
