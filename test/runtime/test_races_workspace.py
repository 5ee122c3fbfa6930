"""What other files write decides what is noted in this one."""

import os
import sys
import unittest

from support.inprocess import RUNTIME
from support.programs import Workshop

if RUNTIME not in sys.path:
    sys.path.insert(0, RUNTIME)

from _raceway.races import workspace  # noqa: E402
from _raceway.races.groups import watch  # noqa: E402
from _raceway.races.rewrite import look, rewrite  # noqa: E402


class NoCache:
    def read_facts(self, source):
        return None

    def write_facts(self, source, facts):
        pass


class Written(unittest.TestCase):
    def setUp(self):
        self.workshop = Workshop()
        self.addCleanup(self.workshop.close)
        self.addCleanup(setattr, watch, "widened", watch.widened)
        watch.widened = set()
        self.workspace = workspace.Workspace(NoCache(), look)

    def write(self, name, text):
        return self.workshop.write(name, text), text.encode()

    def written(self, file):
        path, source = file
        return sorted(self.workspace.written(source, path))

    def test_what_an_imported_file_writes(self):
        main = self.write("main.py", "import bank\nprint(bank.account.balance, bank.rates['a'], bank.account.owner)\n")
        self.write("bank.py", "class A:\n def pay(self):\n  self.balance -= 1\n  rates[self.kind] = 2\n")
        self.assertEqual(self.written(main), ["attribute balance", "item rates"])

    def test_imports_are_followed_through_packages(self):
        main = self.write(
            "main.py", "from shop.parts import stock\nprint(stock.thing.a, stock.thing.b, stock.thing.c)\n"
        )
        self.write("shop/__init__.py", "from . import other\n")
        self.write("shop/other.py", "def f(x):\n x.a = 1\n")
        self.write("shop/parts/__init__.py", "")
        self.write("shop/parts/stock.py", "from ..deep import thing\n")
        self.write("shop/deep.py", "import main\ndef f(x):\n x.b = 1\n")
        self.assertEqual(self.written(main), ["attribute a", "attribute b"])

    def test_what_cannot_be_read_writes_nothing(self):
        main = self.write("main.py", "import broken, json, nothing\nprint(broken.a)\n")
        self.write("broken.py", "def f(:\n x.a = 1\n")
        self.assertEqual(self.written(main), [])

    def test_installed_packages_are_no_part_of_it(self):
        folder = os.path.dirname(self.workshop.write("site-packages/installed.py", "def f(x):\n x.a = 1\n"))
        sys.path.insert(0, folder)
        self.addCleanup(sys.path.remove, folder)
        self.assertEqual(self.written(self.write("main.py", "import installed\nprint(installed.a)\n")), [])

    def test_a_file_that_comes_late_is_told_of(self):
        main = self.write("main.py", "print(thing.a, thing.b)\n")
        self.assertEqual(self.written(main), [])
        self.written(self.write("plugin.py", "def f(x):\n x.a = x.c = 1\n"))
        self.assertEqual(watch.widened, {"attribute a"})

    def test_reads_are_noted_where_others_write(self):
        source = b"def f(thing):\n    return thing.n\n"
        self.assertEqual(rewrite(source, "/m.py").sites, [])
        (row,) = rewrite(source, "/m.py", written={"attribute n"}).sites
        self.assertEqual((row[3], row[9]), (2, "load"))


if __name__ == "__main__":
    unittest.main()
