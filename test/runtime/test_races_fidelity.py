"""A program whose code was rewritten looks, from inside and outside, as it does without us."""

import sys
import unittest

from support.every_form import EVERY_FORM, MATCHING
from support.programs import Workshop

# Every kind of note is in here: before a statement, before and behind an expression, inside a subscript.
SHARED = '''"""The module's docstring."""
import threading
from dataclasses import dataclass, field
from typing import Dict, get_type_hints

counter = 0
items: Dict[str, int] = {}


@dataclass
class Box:
    """A box."""

    content: int = 0
    parts: list = field(default_factory=list)

    def put(self, amount: int = 1, *rest: str, mark: "str" = "x") -> "Box":
        """
        >>> Box().put(2).content
        2
        """
        self.content = later(self.content) + amount
        self.parts.append(mark)
        self.parts[0] = later(self.parts[0])
        return self


def later(value, fail=False):
    return 1 / 0 if fail else value


def add(amount=1, fail=False):
    """Adds.

    >>> add(0) == counter
    True
    """
    global counter
    seen = counter
    counter = (
        seen
        + later(amount, fail)
    )
    items["k"] = items.get("k", 0) + later(amount)
    return counter


def outer(times):
    "Counts."
    total = 0

    def inner(by=1):
        "Adds to the outer one."
        nonlocal total
        seen = total
        total = later(seen) + by
        return total

    for _ in range(times):
        inner()
    return inner


def generate(times):
    global counter
    for _ in range(times):
        counter = (yield counter) or counter
'''

LOOKS = """
import dis, doctest, inspect, pickle, sys, traceback
import shared
from shared import Box, add, outer

for thing in (Box, Box.put, add, outer, shared.generate):
    print(inspect.getsource(thing))
    print(inspect.getdoc(thing), thing.__doc__ == inspect.getdoc(thing))
    print(thing.__name__, thing.__qualname__, thing.__module__)
for thing in (Box, Box.put, add, outer, outer(1)):
    print(inspect.signature(thing), getattr(thing, "__defaults__", None), getattr(thing, "__kwdefaults__", None))
print(shared.get_type_hints(Box.put), shared.get_type_hints(Box), shared.__annotations__)
code = add.__code__
print(code.co_varnames, code.co_argcount, code.co_firstlineno, code.co_flags, code.co_name)
print(inspect.getclosurevars(add).globals.keys(), sorted(vars(shared)))
print(Box(3), Box(3) == Box(3), repr(pickle.loads(pickle.dumps(Box(4)))), pickle.loads(pickle.dumps(add)) is add)
print(doctest.testmod(shared))
print(outer(3)(), list(zip(range(3), shared.generate(3))))
for call in (lambda: add(fail=True), lambda: Box(None).put(), lambda: Box([]).put("x")):
    try:
        call()
    except Exception:
        traceback.print_exc(file=sys.stdout)
try:
    exec("from shared import nothing_of_this_name")
except ImportError as error:
    print(error)
threads = [shared.threading.Thread(target=add) for _ in range(3)]
for thread in threads:  # one after the other: the program itself must do the same each time
    thread.start()
    thread.join()
print(shared.counter)


def fails():
    global counter
    seen = counter
    counter = seen + [][0]


counter = 0
fails()
"""

STEPS = """
import sys
import shared
lines = []


def trace(frame, event, arg):
    lines.append((frame.f_code.co_name, event, frame.f_lineno))
    return trace


sys.settrace(trace)
shared.add()
shared.outer(2)()
shared.Box().put()
list(shared.generate(2))
sys.settrace(None)
sys.setprofile(trace)
shared.add()
sys.setprofile(None)
print("\\n".join(map(str, lines)))
"""

# Once as it is, once step by step; with accesses being noted, and long before that.
PLAY = """
import sys, threading
import every_form
lines = []


def trace(frame, event, arg):
    if frame.f_code.co_filename == every_form.__file__:
        lines.append((frame.f_code.co_name, event, frame.f_lineno))
    return trace


def trace_opcodes_too(frame, event, arg):
    return trace(frame, event, arg) and trace_opcodes_too


def play():
    every_form.play()
    if sys.version_info >= (3, 10):
        message = every_form.Message()
        for kind in (None, None, None, [1, 2], {"k": 3, "l": 4}, message, "d"):
            if kind is not None:
                message.kind = kind
            print(every_form.match(message))


%s
play()
sys.settrace(trace)
play()
sys.settrace(None)
print("\\n".join(map(str, lines)))
"""
WATCHED = "thread = threading.Thread(target=list); thread.start(); thread.join()"


class Looks(unittest.TestCase):
    def setUp(self):
        self.workshop = Workshop()
        self.addCleanup(self.workshop.close)
        self.workshop.write("shared.py", SHARED)
        self.workshop.write("every_form.py", EVERY_FORM + (MATCHING if sys.version_info >= (3, 10) else ""))

    def assert_same(self, *arguments, **options):
        """Twice: rewritten anew, and from the cache."""
        plain = self.workshop.untraced(*arguments, **options).comparable()
        for _ in range(2):
            traced = self.workshop.traced(*arguments, **options).comparable()
            self.assertEqual(traced.out, plain.out)
            self.assertEqual(traced.err, plain.err)
            self.assertEqual(traced.code, plain.code)
        return traced

    def was_observed(self, name):
        (process,) = self.workshop.recording().processes
        return [row["observed"] for row in process.rows("source") if row["file"].endswith(name)]

    def test_sources_signatures_tracebacks_docs_pickles(self):
        script = self.workshop.write("looks.py", LOOKS)
        outcome = self.assert_same(script)
        self.assertIn("IndexError", outcome.err)
        self.assertEqual(self.was_observed("shared.py"), [True])
        self.assertEqual(self.was_observed("looks.py"), [True])

    def test_a_trace_function_sees_the_same_lines_and_calls(self):
        self.assert_same(self.workshop.write("steps.py", STEPS))

    def test_every_form_before_there_are_threads(self):
        self.assert_same(self.workshop.write("play.py", PLAY % ""))
        self.assertEqual(self.was_observed("every_form.py"), [True])

    def test_every_form_while_accesses_are_noted(self):
        self.assert_same(self.workshop.write("play.py", PLAY % WATCHED))

    def test_the_debugger_steps_through_the_same_lines(self):
        script = self.workshop.write(
            "debugged.py", "import pdb, shared\npdb.set_trace()\nshared.add()\nshared.outer(2)\n"
        )
        self.assert_same(script, input="step\n" * 30 + "where\nstep\nup\np seen\ncontinue\n")

    def test_warnings_of_the_compiler_come_once(self):
        odd = "counter = 0\ndef work():\n    global counter\n    seen = counter\n    counter = f(seen)\n"
        odd += "    return seen is 1, '\\d'\n"
        self.workshop.write("odd.py", odd)
        script = self.workshop.write("main.py", odd + "import odd\n")
        self.assert_same("-W", "always", script, env={"PYTHONDONTWRITEBYTECODE": "1"})

    def test_optimised_code_has_no_assertions_and_no_docstrings(self):
        script = self.workshop.write(
            "main.py", "import shared\nassert False\nprint(shared.add.__doc__, shared.add.__code__.co_consts[0])\n"
        )
        self.assert_same("-OO", script)

    def test_the_bytecode_cache_of_the_program_is_left_alone(self):
        script = self.workshop.write("main.py", "import shared\nprint(shared.add())\n")
        self.workshop.traced(script)
        outcome = self.workshop.untraced(script)
        self.assertEqual((outcome.out, outcome.err), ("1\n", ""))


if __name__ == "__main__":
    unittest.main()
