"""Which accesses of a function are noted, and as what."""

import sys
import textwrap
import unittest

from support.inprocess import RUNTIME

if RUNTIME not in sys.path:
    sys.path.insert(0, RUNTIME)

from _raceway.races.rewrite import rewrite  # noqa: E402

WORDS = "read", "update", "value", "control", "blind", "unsure"


def noted(function, before="x = 0\n"):
    """`["read 3", "value 4"]`: what is noted in each line of a module with this function, in the order of the lines."""
    source = before + "".join(
        [
            "def f(a=0, b=0, *, d={}, self=None, lock=None):\n",
            textwrap.indent(textwrap.dedent(function).strip(), "    "),
            "\n",
        ]
    )
    rewritten = rewrite(source.encode(), "/m.py")
    first = source[: source.index("def f")].count("\n") + 1
    found = [(line - first, WORDS[access]) for _, access, _, line, _, _, where in rewritten.sites if where == "f"]
    return ["%s %d" % (word, line) for line, word in sorted(found)]


class Flow(unittest.TestCase):
    def assert_noted(self, function, *expected):
        self.assertEqual(noted(function), list(expected))

    def test_by_way_of_a_local(self):
        self.assert_noted("global x\nseen = x\nx = seen + 1", "read 2", "value 3")

    def test_in_one_statement_with_a_call(self):
        self.assert_noted("global x\nx += a()", "read 2", "value 2")
        self.assert_noted("global x\nx = a(x)", "read 2", "value 2")

    def test_one_step_alone_is_not_noted(self):
        self.assert_noted("global x\nx += 1")
        self.assert_noted("global x\nx = x + 1")

    def test_one_step_is_noted_beside_one_that_is_not(self):
        self.assert_noted("global x\nx += 1\nx = a(x)", "update 2", "read 3", "value 3")
        self.assert_noted("global x\nx = x * 2 + b\nx = a(x)", "update 2", "read 3", "value 3")

    def test_a_reset_is_noted_beside_an_update(self):
        self.assert_noted("global x\nx = 0\nx = a(x)", "blind 2", "read 3", "value 3")

    def test_a_read_that_feeds_nothing_is_not(self):
        self.assert_noted("global x\nprint(x)\nseen = x\nprint(x)\nx = a(seen)", "read 3", "value 5")

    def test_through_a_loop(self):
        self.assert_noted("global x\nseen = x\nfor each in a:\n    seen = seen + each()\nx = seen", "read 2", "value 5")
        self.assert_noted("global x\nwhile a():\n    seen = x\n    b()\n    x = seen - 1", "read 3", "value 5")

    def test_on_one_way_only(self):
        self.assert_noted(
            "global x\nx = a(x)\nseen = x if a else 0\nb()\nx = seen", "read 2", "value 2", "read 3", "unsure 5"
        )
        self.assert_noted(
            "global x\nx = a(x)\nseen = x\nif a:\n    seen = 0\nx = seen", "read 2", "value 2", "read 3", "unsure 6"
        )

    def test_on_both_ways(self):
        self.assert_noted(
            "global x\nif a:\n    seen = x\nelse:\n    seen = x + 1\nx = seen", "read 3", "read 5", "value 6"
        )

    def test_on_the_only_way_that_goes_on(self):
        self.assert_noted("global x\nseen = x\nif seen > 9:\n    return\nx = seen + a()", "read 2", "value 5")

    def test_after_an_exception(self):
        self.assert_noted(
            "global x\nx = a(x)\ntry:\n    seen = x\n    a()\nexcept OSError:\n    seen = 0\nx = seen",
            "read 2",
            "value 2",
            "read 4",
            "unsure 8",
        )

    def test_check_then_act(self):
        self.assert_noted("global x\nif x < a:\n    b()\n    x = a", "read 2", "control 4")
        self.assert_noted("if d.get(a) is None:\n    b()\n    d[a] = b", "read 1", "control 3")
        self.assert_noted("if a not in d:\n    d[a] = b", "read 1", "control 2")
        self.assert_noted("if a in d:\n    return\nd[a] = b", "read 1", "control 3")

    def test_initialisation_is_no_update(self):
        self.assert_noted("global x\nif x is None:\n    x = a()")
        self.assert_noted("if a not in d:\n    d[a] = []")
        self.assert_noted("if a in d:\n    return d[a]\nmade = b(a)\nd[a] = made")
        self.assert_noted("global x\nif not x:\n    x = True")

    def test_attributes_and_items(self):
        self.assert_noted("n = self.n\na()\nself.n = n + 1", "read 1", "value 3")
        self.assert_noted("a().n.m += b()", "read 1", "value 1")
        self.assert_noted("d[a] = d[a] + b()", "read 1", "value 1")
        self.assert_noted("self.d[a, 1] = self.d.get((a, 1), 0) + b()", "read 1", "value 1")
        self.assert_noted("d[a()] += b()", "read 1", "value 1")

    def test_another_object_of_the_same_name_is_another_variable(self):
        self.assert_noted("a.n = b.n + 1")
        self.assert_noted("d[a] = d[b] + 1")

    def test_locals_of_comprehensions_are_no_reads(self):
        self.assert_noted("global x\nx = a([x for x in b])")

    def test_a_match(self):
        if sys.version_info >= (3, 10):
            self.assert_noted(
                "global x\nmatch x:\n    case 1:\n        x = a\n    case _:\n        pass", "read 2", "control 4"
            )

    def test_a_tuple(self):
        self.assert_noted("global x\nx, y = a(x), 1", "read 2", "value 2")


if __name__ == "__main__":
    unittest.main()
