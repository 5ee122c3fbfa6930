"""Lost updates of whole programs: exactly those that the program itself counts, and none where there are none.

RACEWAY_RUNS repeats each program so many times.
"""

import json
import os
import sys
import unittest

from support.observed import lost_updates
from support.programs import Workshop
from support.race_programs import FINE, HEADER, LOSING

RUNS = int(os.environ.get("RACEWAY_RUNS", "1"))

HUNDRED_THREADS = """
value = 0
def work():
    global value
    seen = value
    time.sleep(0.01)
    value = seen + 1
run(work, times=100)
tell(value=100 - value)
"""

# Updates with a call between read and write, at a switch interval that lets threads in at almost every call.
FIVE_VARIABLES = """
import sys
a = b = 0
class Box:
    content = 0
    def put(self):
        self.content += one()
box, items = Box(), {"k": 0}
def work():
    global a, b
    for _ in range(%d):
        a += one()
        seen = b
        b = one() + seen
        box.put()
        items["k"] += one()
        Box.made = later(Box.made)
Box.made = 0
def later(number):
    return number + one()
sys.setswitchinterval(1e-5)
run(work, times=4)
made = 4 * %d
tell(a=made - a, b=made - b, **{"Box.content": made - box.content, "Box.made": made - Box.made, "items[]": made - items["k"]})
"""

# Over in a few milliseconds, long before anything of ours looks a second time.
SHORT_AND_HOT = """
import sys
value = 0
def work():
    global value
    for _ in range(5000):
        value += one()
sys.setswitchinterval(1e-5)
run(work, times=4)
tell(value=20000 - value)
"""

# Of one object every access is understood, of the other not; both are told of together.
ONE_OBJECT_UNSURE = """
class Box: pass
one_box, other = Box(), Box()
one_box.content = other.content = 0
def clear():
    seen = one_box.content
    time.sleep(0.01)
    one_box.content = seen + 1
def unclear(flag=True):
    seen = other.content if flag else 0
    kept = 0
    if flag:
        kept = seen
    time.sleep(0.01)
    other.content = kept + 1
run(clear, times=4)
run(unclear, times=4)
tell(content=8 - one_box.content - other.content)
"""


# Right because each statement is one step on this interpreter. The functions that nobody calls make the observer watch them.
RIGHT_BY_THE_GIL = """
import sys
a = 0
class Box:
    made = 0
    def __init__(self):
        self.content = 0
    def put(self):
        self.content += 1
box, items, found = Box(), {"k": 0}, []
def never():
    global a
    a = later(a)
    box.content = later(box.content)
    Box.made = later(Box.made)
    items["k"] = later(items["k"])
def later(number):
    return number
def work():
    global a
    for _ in range(%d):
        a += 1
        box.content += 1
        box.put()
        Box.made += 1
        items["k"] += 1
        a = a + 1
        found.append(None)
sys.setswitchinterval(1e-5)
run(work, times=4)
assert [a, box.content, Box.made, items["k"], len(found)] == [8 * %d, 8 * %d, 4 * %d, 4 * %d, 4 * %d], "an update was lost"
"""


class Programs(unittest.TestCase):
    def setUp(self):
        self.workshop = Workshop()
        self.addCleanup(self.workshop.close)

    def run_traced(self, program, races="on"):
        """(what the program counted, what was reported)"""
        script = self.workshop.write("program.py", HEADER + program)
        outcome = self.workshop.traced(script, recording=self.workshop.new_recording(races=races))
        self.assertEqual((outcome.code, outcome.err), (0, ""))
        (process,) = self.workshop.recording().processes
        self.assertEqual([row for row in process.rows("note")], [])
        self.assertEqual([row["observed"] for row in process.rows("source")], [True])
        return json.loads(outcome.out or "{}"), lost_updates(process)

    def assert_exact(self, program, races="on"):
        """What is reported is the truth. On 3.8 and 3.9 a switch between note and access makes a run inexact, now and then."""
        for _ in range(10 if sys.version_info < (3, 10) else 1):
            truth, reported = self.run_traced(program, races)
            self.assert_bound(truth, reported)
            if all([exact for _, exact in reported.values()]):
                break
        truth = {name: (count, True) for name, count in truth.items() if count}
        self.assertEqual(reported, truth)

    def assert_bound(self, truth, reported):
        """Never more than the truth; exactly as many where that is said."""
        for name, (count, exact) in reported.items():
            self.assertLessEqual(count, truth[name], name)
            if exact:
                self.assertEqual(count, truth[name], name)

    def test_what_is_lost_is_counted(self):
        for name, program in LOSING.items():
            for _ in range(RUNS):
                with self.subTest(name):
                    self.assert_exact(program)

    def test_what_is_right_is_not_reported(self):
        for name, program in FINE.items():
            for _ in range(RUNS):
                with self.subTest(name):
                    self.assertEqual(self.run_traced(program)[1], {})

    def test_a_hundred_threads(self):
        for _ in range(RUNS):
            self.assert_exact(HUNDRED_THREADS)

    def assert_no_more(self, program, races="on"):
        """Returns what is reported."""
        truth, reported = self.run_traced(program, races)
        self.assert_bound(truth, reported)
        return reported

    def test_the_exact_tier_counts_every_one(self):
        for _ in range(RUNS):
            if sys.version_info < (3, 10):  # threads switch between any two operators (docs/limits.md)
                self.assert_no_more(FIVE_VARIABLES % (5000, 5000), "exact")
            else:
                self.assert_exact(FIVE_VARIABLES % (5000, 5000), "exact")

    def test_the_observer_makes_no_bug(self):
        if sys.version_info < (3, 10):
            self.skipTest("`x += 1` is not one step there, traced or not")
        for races, times in (("on", 20000), ("exact", 5000)):
            for _ in range(RUNS):
                self.assertEqual(self.run_traced(RIGHT_BY_THE_GIL % ((times,) * 6), races)[1], {})

    def test_the_usual_tier_never_says_too_much(self):
        for _ in range(RUNS):
            reported = self.assert_no_more(FIVE_VARIABLES % (20000, 20000))
            self.assertFalse(any([exact for _, exact in reported.values()]), reported)

    def test_an_unsure_object_makes_what_is_told_of_all_inexact(self):
        for _ in range(RUNS):
            truth, reported = self.run_traced(ONE_OBJECT_UNSURE)
            (said,) = [count for count in reported.values()]
            self.assertLess(said[0], truth["content"])
            self.assertFalse(said[1])

    def test_the_usual_tier_counts_a_short_hot_loop(self):
        import sys

        if sys.version_info < (3, 10):
            self.skipTest("threads switch between any two operators (docs/limits.md)")
        for _ in range(RUNS):
            self.assert_exact(SHORT_AND_HOT)


if __name__ == "__main__":
    unittest.main()
