"""coverage.py with the race observer: the same lines and branches, run and missed, by each of its cores."""

import json
import os
import sys
import unittest

from support.beside import ToolCase, needs_packages
from support.shapes import RACY, SHAPES

USES = """
import shapes

race()  # from here on all is noted
shapes.add(2)
shapes.Box().put(1)
shapes.outer(2)
for number in range(6):
    shapes.conditions(number % 2, number)
list(shapes.generate(2))
if value > 10:
    value = shapes.later(value)
print(value)
"""


@needs_packages
class Coverage(ToolCase):
    def setUp(self):
        super().setUp()
        self.workshop.write("shapes.py", SHAPES)
        self.workshop.write("app.py", RACY + USES)

    def measured(self):
        """What `coverage json` says of each file."""
        outcome = self.workshop.untraced(
            "-m", "coverage", "json", "-q", "-o", "-", "--show-contexts", pythonpath=self.pythonpath
        )
        self.assertEqual((outcome.code, outcome.err), (0, ""))
        return json.loads(outcome.out)["files"]

    def forget(self):
        path = os.path.join(self.workshop.folder, ".coverage")
        if os.path.exists(path):
            os.unlink(path)

    def assert_same_coverage(self, core, *command):
        (outcome, files) = self.assert_same(
            "-m", "coverage", "run", "--source=.", *command,
            before=self.forget, after=self.measured, env={"COVERAGE_CORE": core},
        )  # fmt: skip
        self.assertEqual((outcome.code, outcome.out, outcome.err), (0, "1\n", ""))
        # It has measured, and something was missed: else all reports would be alike.
        for name in ("app.py", "shapes.py"):
            self.assertGreater(len(files[name]["executed_lines"]), 20)
            self.assertGreater(len(files[name]["missing_lines"]), 0)
        return files

    def test_lines(self):
        for core in ["ctrace", "pytrace"] + ["sysmon"] * (sys.version_info >= (3, 12)):
            with self.subTest(core):
                self.assert_same_coverage(core, "app.py")

    def test_branches(self):
        for core in ("ctrace", "pytrace"):
            with self.subTest(core):
                files = self.assert_same_coverage(core, "--branch", "app.py")
                self.assertGreater(len(files["shapes.py"]["executed_branches"]), 10)
                self.assertGreater(len(files["shapes.py"]["missing_branches"]), 5)

    def test_a_module_run_as_the_program(self):
        self.assert_same_coverage("ctrace", "--branch", "-m", "app")

    def test_a_lost_update_in_what_it_starts_is_found(self):
        for command in (["app.py"], ["-m", "app"]):
            self.run_way("observed", "-m", "coverage", "run", "--source=.", *command)
            self.assertEqual(self.sources(), {"app.py": None, "shapes.py": None})
            self.assertEqual(self.lost(), {"value": (1, True)})


if __name__ == "__main__":
    unittest.main()
