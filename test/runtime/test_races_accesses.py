"""Which accesses of a file are noted to find data races, and what is said of each."""

import sys
import textwrap
import unittest

from support.inprocess import RUNTIME

if RUNTIME not in sys.path:
    sys.path.insert(0, RUNTIME)

from _raceway.races.rewrite import rewrite  # noqa: E402


def accesses(source, written=None):
    """`["2 global x store constant"]`: line, kind, name, operation and flags of each access, in order; one step is not said."""
    rewritten = rewrite(textwrap.dedent(source).strip().encode(), "/m.py", written=written)
    found = []
    for row in rewritten.sites:
        kind, _, name = rewritten.groups[row[0]][:3]
        if row[9] not in (None, "prepare"):
            flags = [flag for flag in row[10] if flag != "one-op"]
            found.append((row[3], row[4], " ".join([str(row[3]), kind, name, row[9], *flags])))
    return [text for _, _, text in sorted(found)]


class Accesses(unittest.TestCase):
    def assert_noted(self, source, *expected, **options):
        self.assertEqual(accesses(source, **options), list(expected))

    # which variables

    def test_a_global_that_a_function_binds(self):
        self.assert_noted(
            "x = 0\ny = 0\ndef f():\n    global x\n    x = y\n    print(x)",
            "1 global x store constant",
            "5 global x store",
            "6 global x load",
        )

    def test_a_global_that_is_bound_once_is_none(self):
        self.assert_noted("x = 0\ndef f():\n    return x")

    def test_a_global_that_other_files_bind(self):
        self.assert_noted(
            "x = 0\ndef f():\n    return x",
            "1 global x store constant",
            "3 global x load",
            written={"attribute x"},
        )

    def test_attributes_that_only_constructors_write_are_none(self):
        self.assert_noted(
            """
            class A:
                def __init__(self):
                    self.a = self.b = 0
                def f(self):
                    self.b = self.a
            """,
            "5 attribute b store",
        )

    def test_a_constructor_that_passes_its_object_on(self):
        self.assert_noted(
            """
            class A:
                def __init__(self):
                    self.n = 0
                    Thread(target=self.run).start()
                    self.n = 1
            """,
            "5 attribute n store constant",
        )

    def test_containers_of_a_function_alone_are_none(self):
        self.assert_noted("def f():\n    found = []\n    found.append(1)\n    return len(found)")
        self.assert_noted(
            "def f():\n    found = []\n    found.append(1)\n    g(found)\n    return len(found)",
            "3 container found append",
            "5 container found length",
        )

    def test_a_local_that_inner_functions_see(self):
        self.assert_noted(
            "def f():\n    stop = False\n    def g():\n        while not stop: pass\n    h(g)\n    stop = True",
            "2 nonlocal stop store constant",
            "4 nonlocal stop load none-test poll test",
            "6 nonlocal stop store constant",
        )
        self.assert_noted("def f():\n    stop = False\n    def g():\n        return stop\n    return g")

    def test_names_that_hide_a_global(self):
        self.assert_noted(
            """
            def f():
                global x
                x = 1
            def g(x):
                return [x for x in x], lambda x: x
            class A:
                x = 1
                y = x
            """,
            "3 global x store constant",
        )

    def test_class_attributes_and_slots(self):
        self.assert_noted(
            """
            class A:
                __slots__ = ("n",)
                made = 0
                def __init__(self):
                    A.made += 1
                    self.n = 0
                def f(self):
                    self.n, self.__p = 1, self.__p
            """,
            "5 attribute made update luck",
            "8 attribute n store",
            "8 attribute _A__p store",
            "8 attribute _A__p load feeds",
        )

    # operations

    def test_operations_of_containers(self):
        for line, *expected in (
            ("d[k] = 1", "item d store constant"),
            ("d[k]", "item d load"),
            ("d[k] += 1", "item d update luck"),
            ("del d[k]", "item d delete"),
            ("d[1:2]", "container d iterate"),
            ("d[1:2] = []", "container d store fresh"),
            ("k in d", "item d contains"),
            ("d.get(k)", "item d get"),
            ("d.setdefault(k, [])", "item d setdefault"),
            ("d.pop(k)", "item d pop"),
            ("d.pop()", "container d pop"),
            ("d.append(g(k))", "container d append"),
            ("d.add(k)", "item d insert"),
            ("d.clear()", "container d clear"),
            ("d.update(k)", "container d update"),
            ("d.items()", "container d iterate"),
            ("len(d)", "container d length"),
            ("sorted(d)", "container d iterate"),
            ("[each for each in d]", "container d iterate"),
            ("d |= k", "container d update"),
        ):
            with self.subTest(line):
                source = "def f(d, k):\n    %s\ndef other(d):\n    d[0] = d.x = 0" % line
                found = [text for text in accesses(source) if text.startswith("2 ")]
                self.assertEqual(found, ["2 " + text for text in expected])

    def test_of_what_is_an_expression(self):
        self.assert_noted(
            """
            def f(self, k):
                self.shop.stock[k] = 1
                self.shop.items.append(g(k))
                self.shop.n = 1
                for each in self.shop.items:
                    self.shop.stock[each.n] += self.shop.stock[k]
            """,
            "2 item stock store constant",
            "3 container items append",
            "4 attribute n store constant",
            "5 container items iterate",
            "6 item stock update",
            "6 attribute n load",
            "6 item stock load",
        )

    def test_targets_of_all_kinds(self):
        self.assert_noted(
            """
            def f(o):
                global a, b, c, d, e
                for a in o: pass
                with o as b: pass
                (c := 1)
                [d, *e] = o
                del o.n
                o.n: int = 2
                for o.n, x in o: pass
            """,
            "3 global a store",
            "4 global b store",
            "5 global c store constant",
            "6 global d store",
            "6 global e store",
            "7 attribute n delete",
            "8 attribute n store constant",
            "9 attribute n store",
        )

    # flags

    def test_what_is_written(self):
        for value, flags in (
            ("1", "constant"),
            ("-1", "constant"),
            ("(1, 'a')", "constant"),
            ("not k", "constant"),
            ("f'{k}'", "constant"),
            ("str(k)", "constant"),
            ("[]", "fresh"),
            ("dict()", "fresh"),
            ("Shop(k)", "fresh"),
            ("k", ""),
            ("k(1)", ""),
        ):
            with self.subTest(value):
                found = accesses("def f(o, k):\n    o.n = %s" % value)
                self.assertEqual(found, [("2 attribute n store " + flags).strip()])

    def test_tests(self):
        self.assert_noted(
            """
            def f(o):
                if o.a is None: o.a = 1
                if o.b > 1: o.b = 2
                while o.c: pass
                while not o.d: o.d = g()
                assert o.a
                o.c = 1 if o.c else 2
            """,
            "2 attribute a load none-test test",
            "2 attribute a store constant init",
            "3 attribute b load feeds test",
            "3 attribute b store constant",
            "4 attribute c load none-test poll test",
            "5 attribute d load none-test test",
            "5 attribute d store init",
            "6 attribute a load none-test test",
            "7 attribute c store constant",
            "7 attribute c load feeds none-test test",
        )

    def test_what_a_write_depends_on(self):
        rows = rewrite(
            b"def f(o):\n    seen = o.n\n    g()\n    o.n = seen + 1\n    o.m = o.m if o.k else 2\n", "/m.py"
        ).sites
        of = {(row[3], row[9]): [rows[number][3] for number in row[7] or ()] for row in rows}
        self.assertEqual(of[4, "store"], [2])
        self.assertEqual(of[5, "store"], [5])

    def test_coroutines(self):
        self.assert_noted(
            "async def f(o):\n    o.n = await o.n\n    return [o.n async for each in o]",
            "2 attribute n store async",
            "2 attribute n load async feeds",
            "3 attribute n load async",
        )


if __name__ == "__main__":
    unittest.main()
