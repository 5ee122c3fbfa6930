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
    found = [
        (line - first, WORDS[access])
        for _, access, _, line, _, _, where, *_, judged, _, _ in rewritten.sites
        if judged and where == "f"
    ]
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

    def test_what_nobody_knows_is_unsure(self):
        update = ("read 2", "value 2")
        for value in ("a", "a()", "[a]", "self.m", "d[a]", "min(a, 1)", "y"):
            self.assert_noted("global x, y\nx = a(x)\nx = %s" % value, *update, "unsure 3")
        for value in ("0", "-1", "[]", "dict()", "(1, 'a')", "2 * 3", "'%s' % 1", "min(1, 2)", "lambda: a"):
            self.assert_noted("global x\nx = a(x)\nx = %s" % value, *update, "blind 3")
        self.assert_noted("global x\nx = a(x)\nmade = 0\nx = made + 1", *update, "blind 4")
        self.assert_noted("global x\nx = a(x)\nmade = []\nb(made)\nx = made", *update, "unsure 5")

    def test_a_chain_of_locals_in_a_loop(self):
        self.assert_noted(
            "global x\nx = a(x)\ni = j = k = 0\nfor each in b:\n    i = j\n    j = k\n    k = x\n    x = i + 1",
            *("read 2", "value 2", "read 7", "unsure 8"),
        )

    def test_in_the_middle_of_a_try_or_with(self):
        for begin, behind in (("try", "finally"), ("try", "except OSError"), ("with a", "if 1")):
            function = "global x\nx = a(x)\nseen = 0\n%s:\n    seen = x\n    seen = a(seen)\n    seen = 0\n%s:\n    x = seen + 1"
            self.assert_noted(function % (begin, behind), "read 2", "value 2", "read 5", "unsure 9")

    def test_before_and_behind_a_with(self):
        self.assert_noted(
            "global x\nfor each in a:\n    with lock:\n        seen = x\n    b()\n    with lock:\n        x = seen + 1",
            *("read 4", "value 7"),
        )

    def test_a_walrus_or_an_import_cannot_be_noted(self):
        for bad in ("print(x := 1)", "import x", "def x(): pass", "del x"):
            if ":=" not in bad or sys.version_info >= (3, 8):
                source = "x = 0\ndef f():\n    global x\n    x = a(x)\n    %s\n" % bad
                self.assertEqual(rewrite(source.encode(), "/m.py").unwatched, ["global x", "handed x"])

    def test_items_by_another_name_are_noted(self):
        self.assert_noted("d[a] = d[a] + b()\na[1] = 0", "read 1", "value 1", "blind 2")

    def test_what_changes_in_other_ways_is_not_watched(self):
        for line, name in (
            ("d.pop(1)", "item d"),
            ("self.d.clear()", "item d"),
            ("del d[1]", "item d"),
            ("d[:] = []", "item d"),
            ("setattr(a, 'n', 1)", "attribute n"),
            ("globals()['n'] = 1", "global n"),
            ("a.n = 1", "global n"),
            ("a[1] = 1", "item *"),
        ):
            self.assertIn(name, rewrite(b"def f(a, d):\n    %s\n" % line.encode(), "/m.py").unwatched)

    def test_a_mangled_name(self):
        source = b"class Base:\n    def f(self):\n        self.__n = f(self.__n)\n"
        (group,) = rewrite(source, "/m.py").groups
        self.assertEqual(group[:4], ["attribute", "", "_Base__n", "Base.__n"])

    def test_a_constructor_writes_too(self):
        self.assert_noted("self.n = a(self.n)\nself.n = 0", "read 1", "value 1", "blind 2")
        source = b"class A:\n def __init__(self, n):\n  self.n = n\n def add(self):\n  self.n = f(self.n)\n"
        self.assertEqual(
            [WORDS[row[1]] for row in rewrite(source, "/m.py").sites if row[11]], ["blind", "read", "value"]
        )
        source += b"def g(a):\n a.__init__(a.n)\n"
        self.assertEqual(
            [WORDS[row[1]] for row in rewrite(source, "/m.py").sites if row[11]], ["unsure", "read", "value"]
        )

    def test_what_a_write_depends_on(self):
        def feeds(function):
            source = "x = 0\ndef f(n):\n    global x\n" + textwrap.indent(function, "    ")
            rows = rewrite(source.encode(), "/m.py").sites
            return [
                (row[3] - 3, [rows[number][3] - 3 for number in row[7]], row[8])
                for row in rows
                if row[7] is not None and row[11]
            ]

        self.assertEqual(feeds("seen = x\nb = x\nx = seen + n()"), [(3, [1], False)])
        self.assertEqual(feeds("seen = x\nfor i in n:\n    seen += i\n    x = seen"), [(4, [1], True)])
        self.assertEqual(feeds("seen = x\nfor i in n:\n    yield\n    x = seen"), [(4, [1], False)])
        self.assertEqual(feeds("seen = x\nf(n - 1)\nx = seen + 1"), [(3, [1], False)])

    def test_a_value_that_can_raise(self):
        self.assert_noted("global x\nx = a(x)\nx //= a", "read 2", "value 2", "read 3", "unsure 3")
        self.assert_noted("global x\nx = a(x)\nx //= 2", "read 2", "value 2", "update 3")

    def test_many_loops_in_each_other_take_no_time(self):
        lines = ["global x", "seen = x"]
        lines += ["%sfor i%d in a:" % ("    " * depth, depth) for depth in range(18)]
        lines += ["    " * 18 + "seen += 1", "x = seen"]
        self.assert_noted("\n".join(lines), "read 2", "value 22")

    def test_a_function_that_is_too_long_is_given_up(self):
        lines = ["def f(c):", "    global x", "    x = a(x)"]
        for number in range(4000):
            lines += ["    if c: y%d = c" % number]
        rewritten = rewrite("\n".join(lines).encode(), "/m.py")
        self.assertEqual(
            ([row for row in rewritten.sites if row[11]], rewritten.unwatched), ([], ["global x", "handed x"])
        )


if __name__ == "__main__":
    unittest.main()
