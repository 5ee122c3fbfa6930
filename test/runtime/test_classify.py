"""Whose code is it, and which line stands for an event (runtime/_raceway/classify.py)."""

import os
import queue
import sys
import types
import unittest

from support.programs import RUNTIME, Workshop

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


class Memory(unittest.TestCase):
    def test_an_id_that_comes_back_does_not_bring_its_old_answer(self):
        answers = set()
        for i in range(2000):
            path = queue.__file__ if i % 2 else "/home/me/%d.py" % i
            answers.add((i % 2, classify.is_program(code_of(path))))
        self.assertEqual(answers, {(0, True), (1, False)})

    def test_a_program_that_makes_code_without_end_is_not_kept_alive_by_us(self):
        limit, classify.MAX_REMEMBERED = classify.MAX_REMEMBERED, 10
        try:
            for i in range(100):
                classify.is_program(code_of("/home/me/%d.py" % i))
            self.assertLessEqual(len(classify._remembered), 10)
        finally:
            classify.MAX_REMEMBERED = limit


class ProgramFrame(unittest.TestCase):
    """Stacks are built of code with invented file names, innermost last; the answer is named by its file."""

    def frame_of(self, *files):
        """The innermost frame of a stack with one frame for each file."""
        innermost = {}

        def enter(depth):
            if depth == len(files):
                innermost["frame"] = sys._getframe(1)
                return
            exec(compile("enter(depth)", files[depth], "exec"), {"enter": enter, "depth": depth + 1})

        enter.__code__ = enter.__code__.replace(co_filename="<frozen enter>")
        enter(0)
        return innermost["frame"]

    def assert_nearest(self, expected, *files):
        found = classify.program_frame(self.frame_of(*files))
        self.assertEqual(found.f_code.co_filename, expected)

    def test_itself(self):
        self.assert_nearest("/me/b.py", "/me/a.py", "/me/b.py")

    def test_above_library_code(self):
        self.assert_nearest("/me/a.py", "/me/a.py", queue.__file__, os.__file__)

    def test_above_text_without_a_file(self):
        self.assert_nearest("/me/a.py", "/me/a.py", queue.__file__, "<string>")

    def test_text_without_a_file_when_there_is_nothing_else(self):
        workshop = Workshop()
        self.addCleanup(workshop.close)
        text = (
            "import sys; sys.path.insert(0, %r); from _raceway.classify import program_frame\n"
            "def inner(): return program_frame(sys._getframe()).f_code.co_name\n"
            "print(inner())" % RUNTIME
        )
        self.assertEqual(workshop.untraced("-c", text).out, "inner\n")

    def test_none(self):
        self.assertIsNone(classify.program_frame(None))


if __name__ == "__main__":
    unittest.main()
