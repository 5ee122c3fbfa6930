"""pytest with the race observer: the same verdicts, messages and caches, and the test files are observed."""

import marshal
import os
import unittest

from support.beside import ToolCase, needs_packages
from support.shapes import RACY

COUNTER = '''"""What is tested.

>>> add(0) == add(0)
True
>>> add(2)
3
"""
import threading

total = 0
stock = {}


def later(value):
    return value


def add(amount):
    """Adds.

    >>> add("x")
    Traceback (most recent call last):
    TypeError: unsupported operand type(s) for +: 'int' and 'str'
    """
    global total
    seen = total
    total = (
        seen
        + later(amount)
    )
    stock["k"] = stock.get("k", 0) + later(amount)
    return total
'''

# Assertions of every form pytest explains, beside updates of shared variables that the observer puts notes to.
TESTS = """import pytest
import counter
from counter import add, later

calls = 0
seen_by = {"a": 0}


class Box:
    def __init__(self, content):
        self.content = content

    def __repr__(self):
        return "Box(%r)" % self.content


@pytest.fixture(scope="module")
def box():
    global calls
    before = calls
    calls = later(before) + 1
    yield Box(calls)
    print("teardown", calls)


@pytest.fixture(params=[1, 2], ids=["one", "two"])
def amount(request):
    return request.param


@pytest.fixture(autouse=True)
def count():
    seen_by["a"] = later(seen_by["a"]) + 1


def test_passes(box, amount):
    box.content = later(box.content) + amount
    assert box.content > 1


@pytest.mark.parametrize("left, right", [(1, 1), (1, 2), ("a\\nb", "a\\nc"), ([1, 2, 3], [1, 3]), ({"k": 1}, {"k": 2, "j": 3})])
def test_compares(left, right):
    global calls
    seen = calls
    calls = later(seen) + 1; assert left == right, "told with it: %s" % (later(left),)


def test_explains(box):
    value = add(1)
    assert later(counter.total) == value + 1


def test_explains_an_attribute(box):
    box.content = later(box.content)
    assert box.content is None or later(box.content) == -1


def test_explains_a_walrus_free_comparison():
    assert (calls > 1000) and not (later(calls) < 0)


def test_assigns_in_one_line():
    global calls
    calls = calls + (lambda: 1)()
    assert all([calls == n for n in (calls, calls + 1)])


def test_raises():
    with pytest.raises(ZeroDivisionError):
        add(1 / 0)
    with pytest.raises(TypeError, match="unsupported"):
        add("x")
    add(
        None
    )


def test_warns():
    import warnings
    global calls
    seen = calls
    warnings.warn("look here")
    calls = later(seen) + 1


@pytest.mark.skip(reason="not now")
def test_skipped():
    assert False


@pytest.mark.xfail(strict=True)
def test_expected_to_fail():
    assert add(0) == "x"


def test_prints_and_captures(capsys):
    print("said", seen_by["a"] > 0)
    assert capsys.readouterr().out == "said False\\n"


class TestClass:
    number = 0

    def test_method(self):
        self.number = later(self.number) + 1
        assert self.number == 2
"""

QUIET = "-p", "no:cacheprovider", "--color=no"


@needs_packages
class Pytest(ToolCase):
    def setUp(self):
        super().setUp()
        self.workshop.write("counter.py", COUNTER)

    def pytest(self, *arguments, **options):
        return self.assert_same("-m", "pytest", *QUIET, *arguments, **options)

    def test_verdicts_explanations_and_tracebacks(self):
        self.workshop.write("test_it.py", TESTS)
        for style in (["--tb=long", "--showlocals"], ["--tb=short"], ["--tb=native"]):
            with self.subTest(style):
                outcome, _ = self.pytest("-vv", "-rA", *style)
                self.assertEqual(outcome.code, 1)
                self.assertRegex(outcome.out, r"\d+ failed, \d+ passed, 1 skipped, 1 xfailed, 1 warning")
                self.assertEqual(self.sources(), {"counter.py": None, "test_it.py": None})

    def test_assertions_left_as_they_are(self):
        self.workshop.write("test_it.py", TESTS)
        self.pytest("--assert=plain", "--tb=long")

    def test_doctests_of_modules(self):
        outcome, _ = self.pytest("--doctest-modules", "-v", "counter.py")
        self.assertIn("1 failed, 1 passed", outcome.out)

    def test_warnings_as_errors(self):
        self.workshop.write("test_it.py", TESTS)
        self.pytest("-W", "error", "--tb=short", "-k", "warns")

    def test_caches_hold_the_same(self):
        paths = [self.workshop.write("counter.py", COUNTER), self.workshop.write("test_it.py", TESTS)]
        cached = os.path.join(self.workshop.folder, "__pycache__")

        def clear():
            for name in os.listdir(cached) if os.path.isdir(cached) else ():
                os.unlink(os.path.join(cached, name))

        def contents():
            found = {}
            for name in os.listdir(cached):
                with open(os.path.join(cached, name), "rb") as file:
                    header, content = file.read(16), file.read()
                # Once more without references: which strings get one hangs on who else in the process holds them.
                found[name] = header, marshal.dumps(marshal.loads(content), 2)
            return found

        for path in paths:
            os.utime(path, (1, 1))
        _, found = self.pytest("-q", before=clear, after=contents)
        self.assertEqual(len(found), 2, sorted(found))
        # What others wrote is read; and it stays as it is.
        _, again = self.pytest("-q", after=contents)
        self.assertEqual(again, found)

    def test_a_lost_update_in_a_test_file_is_found(self):
        self.workshop.write("test_it.py", RACY + "\n\ndef test_race():\n    assert race() == 2\n")
        for _ in range(2):  # rewritten by pytest, then from its cache
            outcome = self.run_way("observed", "-m", "pytest", *QUIET)
            self.assertEqual(outcome.code, 1, outcome.out + outcome.err)
            self.assertIn("assert 1 == 2", outcome.out)
            self.assertEqual(self.lost(), {"value": (1, True)})

    def test_a_lost_update_in_a_module_and_in_conftest_is_found(self):
        self.workshop.write("work.py", RACY)
        self.workshop.write("conftest.py", RACY.replace("value", "other") + "\nrace()\n")
        self.workshop.write("test_it.py", "import work\n\n\ndef test_race():\n    assert work.race() == 1\n")
        outcome = self.run_way("observed", "-m", "pytest", *QUIET)
        self.assertEqual(outcome.code, 0, outcome.out + outcome.err)
        self.assertEqual(self.lost(), {"value": (1, True), "other": (1, True)})


if __name__ == "__main__":
    unittest.main()
