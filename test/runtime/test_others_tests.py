"""Other people's tests, noted one by one (tools/suites/driver): each has one result, on each Python's unittest."""

import json
import os
import textwrap
import unittest

from support.programs import RUNTIME, Workshop

DRIVER = os.path.join(os.path.dirname(RUNTIME), "tools", "suites", "driver")
MODULE = """
    import unittest

    class Ends(unittest.TestCase):
        def test_fails(self):
            self.fail()

        def test_fails_once_more_in_its_cleanup(self):
            self.addCleanup(self.fail)
            self.skipTest("no")

        def test_is_expected_to_fail(self):
            self.fail()
        test_is_expected_to_fail = unittest.expectedFailure(test_is_expected_to_fail)

        def test_passes(self):
            pass

        def test_skips(self):
            self.skipTest("no")

        @unittest.skip("3.12.1 does not start it")
        def test_skips_by_decorator(self):
            pass

        def test_succeeds_in_one_part_only(self):
            for part in (1, 2):
                with self.subTest(part=part):
                    self.assertEqual(part, 1)

    class Unready(unittest.TestCase):
        @classmethod
        def setUpClass(cls):
            raise OSError

        def test_never_runs(self):
            pass
"""


class Driver(unittest.TestCase):
    def test_each_test_has_a_result_and_the_run_an_end(self):
        workshop = Workshop()
        self.addCleanup(workshop.close)
        workshop.write("some_tests.py", textwrap.dedent(MODULE))
        results = os.path.join(workshop.folder, "results")
        outcome = workshop.untraced(
            "-m", "raceway_suite", results, "some_tests", pythonpath=[DRIVER, workshop.folder], cwd=workshop.folder
        )
        self.assertEqual((outcome.code, outcome.err), (0, ""))
        with open(results) as file:
            rows = [json.loads(line) for line in file]
        ends = {row["end"].rpartition("some_tests.")[2]: row["outcome"] for row in rows if "end" in row}
        expected = {
            "Ends.test_fails": "fail",
            "Ends.test_fails_once_more_in_its_cleanup": "fail",
            "Ends.test_is_expected_to_fail": "xfail",
            "Ends.test_passes": "pass",
            "Ends.test_skips": "skip",
            "Ends.test_skips_by_decorator": "skip",
            "Ends.test_succeeds_in_one_part_only": "fail",
            "Unready)": "fail",
        }
        self.assertEqual(ends, expected)
        self.assertEqual(len(rows[0]["tests"]), len(expected))
        self.assertEqual(rows[-1], {"done": True, "altered": False})


if __name__ == "__main__":
    unittest.main()
