"""pdb with the race observer: the same stops, the same frames, the same answers."""

import unittest

from support.beside import BesideCase
from support.shapes import RACY, SHAPES

PROGRAM = """
import shapes

race()
shapes.add(2)
list(shapes.generate(1))
print(shapes.conditions(1, 2))
print(shapes.outer(1))
"""

# Step through everything, then look around: no step may show anything of ours, and no line may come twice.
LOOK = "where\nargs\np sorted(globals())\np counter\nlist .\n"
STEPS = "step\n" * 60 + LOOK + "step\n" * 120 + LOOK + "up\nlist .\ndown\nuntil\nreturn\nnext\nwhere\n"
BREAKS = "break shapes.py:%d\nbreak shapes.conditions\nbreak\n" % (
    1 + next(index for index, line in enumerate(SHAPES.split("\n")) if "seen = counter" in line)
)


class Pdb(BesideCase):
    def setUp(self):
        super().setUp()
        self.workshop.write("shapes.py", SHAPES)

    def test_breakpoints_in_the_program(self):
        script = self.workshop.write("app.py", RACY + PROGRAM.replace("shapes.add", "breakpoint()\nshapes.add"))
        outcome, _ = self.assert_same(script, input=BREAKS + STEPS + "continue\n" * 5)
        self.assertIn("Breakpoint 2 at", outcome.out)
        self.assertIn("-> seen = counter", outcome.out)
        self.assertEqual(self.sources(), {"app.py": None, "shapes.py": None})
        self.assertEqual(self.lost(), {"value": (1, True)})

    def test_a_script_started_by_it(self):
        script = self.workshop.write("app.py", RACY + PROGRAM)
        # Not into the waits of the threads: with Raceway there is something to step into (docs/limits.md).
        to_the_call = "next\nnext\nbreak %d\ncontinue\n" % (1 + (RACY + PROGRAM).split("\n").index("shapes.add(2)"))
        outcome, _ = self.assert_same("-m", "pdb", script, input=to_the_call + STEPS + "continue\nquit\n")
        self.assertIn("The program finished and will be restarted", outcome.out)
        # It hands the text of the script to `exec`, so only what it imports is observed.
        self.assertEqual(self.sources(), {"shapes.py": None})

    def test_after_an_error(self):
        program = RACY + "race()\nimport shapes\nshapes.counter = None\nshapes.add(1)\n"
        script = self.workshop.write("app.py", program)
        outcome, _ = self.assert_same("-m", "pdb", "-c", "continue", script, input=LOOK + "up\n" + LOOK + "quit\n")
        self.assertIn("TypeError", outcome.err)

    def test_a_call_from_outside(self):
        self.workshop.write("app.py", "import pdb, shapes\npdb.run('shapes.add(3)')\npdb.runcall(shapes.add, 1)\n")
        self.assert_same("app.py", input="step\n" * 3 + STEPS + "continue\n" + STEPS + "continue\n")

    def test_display_and_watch_of_a_variable(self):
        script = self.workshop.write("app.py", RACY + PROGRAM.replace("shapes.add", "breakpoint()\nshapes.add"))
        self.assert_same(script, input="step\n" * 2 + "display counter\n" + "next\n" * 20 + "undisplay\ncontinue\n")


if __name__ == "__main__":
    unittest.main()
