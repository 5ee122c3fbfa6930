"""Modules of the standard library, copied and rewritten as a program's own code, still pass their own tests.

A few of them each time; all with RACEWAY_LONG=1.
"""

import os
import shutil
import unittest

from support.programs import Workshop

DRIVER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "support", "copied_modules.py")
LIBRARY = os.path.dirname(os.__file__)
QUICK = {"html": "test_html test_htmlparser", "shlex": "test_shlex", "heapq": "test_heapq"}
LONG = {
    "_pydecimal": "test_decimal",
    "argparse": "test_argparse",
    "ast": "test_ast",
    "collections": "test_collections",
    "configparser": "test_configparser",
    "csv": "test_csv",
    "dataclasses": "test_dataclasses",
    "email": "test_email",
    "enum": "test_enum",
    "fractions": "test_fractions",
    "json": "test_json",
    "statistics": "test_statistics",
    "string": "test_string",
    "textwrap": "test_textwrap",
    "tokenize": "test_tokenize",
    "typing": "test_typing",
    "urllib": "test_urlparse",
}
IS_LONG = os.environ.get("RACEWAY_LONG") == "1"


@unittest.skipUnless(os.path.isdir(os.path.join(LIBRARY, "test")), "this Python came without its tests")
class Modules(unittest.TestCase):
    def setUp(self):
        self.workshop = Workshop()
        self.addCleanup(self.workshop.close)

    def copy(self, name):
        folder = os.path.join(self.workshop.folder, "copy-of-%s" % name)
        os.mkdir(folder)
        source = os.path.join(LIBRARY, name)
        if os.path.isdir(source):
            shutil.copytree(source, os.path.join(folder, name), ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source + ".py", folder)
        return folder

    def outcomes(self, run, folder, name, tests):
        log = os.path.join(self.workshop.folder, "log")
        arguments = DRIVER, log, name, *tests.split()
        run(*arguments, pythonpath=[folder], cwd=self.workshop.folder, env={"PYTHONDONTWRITEBYTECODE": "1"})
        with open(log, encoding="utf-8") as file:
            return sorted(file.read().splitlines())

    def test_they_pass_their_own_tests(self):
        for name, tests in ({**QUICK, **LONG} if IS_LONG else QUICK).items():
            with self.subTest(module=name):
                folder = self.copy(name)
                plain = self.outcomes(self.workshop.untraced, folder, name, tests)
                self.assertGreater(len(plain), 10)
                self.assertEqual(self.outcomes(self.workshop.traced, folder, name, tests), plain)
                (process,) = [each for each in self.workshop.recording().processes if each.rows("source")][:1]
                rows = [row for row in process.rows("source") if row["file"].startswith(folder + os.sep)]
                self.assertTrue(rows)
                self.assertEqual([row for row in rows if not row["observed"]], [])


if __name__ == "__main__":
    unittest.main()
