"""Whose code is it (runtime/_raceway/classify.py)."""

import os
import queue
import sys
import types
import unittest

from support.programs import RUNTIME

sys.path.insert(0, RUNTIME)
from _raceway import classify  # noqa: E402

sys.path.remove(RUNTIME)

LIBRARY = os.path.dirname(os.__file__)


def code_of(path):
    return compile("pass", path, "exec")


class ProgramCode(unittest.TestCase):
    def assert_is(self, expected, *paths):
        for path in paths:
            with self.subTest(path=path):
                self.assertEqual(classify.is_program(code_of(path)), expected)

    def test_the_users(self):
        self.assert_is(True, "/home/me/program.py", "program.py", __file__, "")

    def test_installed_packages(self):
        for folder in ("site-packages", "dist-packages"):
            self.assert_is(True, os.path.join(LIBRARY, folder, "requests", "api.py"))

    def test_standard_library(self):
        self.assert_is(False, queue.__file__, os.__file__, os.path.join(LIBRARY, "concurrent", "futures", "thread.py"))
        self.assert_is(False, "<frozen importlib._bootstrap>", "<frozen runpy>")

    def test_its_own_tests_count_as_a_program(self):
        self.assert_is(True, os.path.join(LIBRARY, "test", "test_threading.py"))

    def test_a_neighbour_with_a_longer_name_is_not_the_library(self):
        self.assert_is(True, LIBRARY + "-mine/module.py")

    def test_raceway_itself(self):
        self.assert_is(
            False, classify.__file__, os.path.join(os.path.dirname(classify.__file__), "instruments", "x.py")
        )

    def test_text_without_a_file(self):
        self.assert_is(True, "<string>", "<stdin>", "<attrs generated init app.Account>")

    def test_every_code_object_of_loaded_library_modules(self):
        loaded = [module for name, module in sys.modules.items() if name in ("os", "queue", "threading", "unittest")]
        functions = [f for module in loaded for f in vars(module).values() if isinstance(f, types.FunctionType)]
        self.assertGreater(len(functions), 20)
        self.assertEqual([f for f in functions if classify.is_program(f.__code__)], [])


if __name__ == "__main__":
    unittest.main()
