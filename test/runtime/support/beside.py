"""Other tools beside the race observer: what they say of a program with it, without it, and without Raceway at all.

The tools themselves (pytest, coverage, debugpy) come from PyPI: tools/python-packages.mjs installs the pinned ones of
test/runtime/requirements.txt for each Python and names the folder in RACEWAY_TEST_PACKAGES.
"""

import os
import re
import unittest

from support.observed import lost_updates
from support.programs import INJECT, Workshop, environment

PACKAGES = os.environ.get("RACEWAY_TEST_PACKAGES")
MISSING = (
    os.environ.get("RACEWAY_TEST_PACKAGES_MISSING")
    or "packages from PyPI are not here: `npm run test:runtime` installs them"
)

needs_packages = unittest.skipUnless(PACKAGES, MISSING)

WAYS = "without Raceway", "--no-races", "observed", "observed, from the cache"


class BesideCase(unittest.TestCase):
    """Runs one command in each of the WAYS."""

    pythonpath: list = []

    def setUp(self):
        self.workshop = Workshop()
        self.addCleanup(self.workshop.close)

    def run_way(self, way, *arguments, **options):
        """The Outcome of the command, run in one of the WAYS."""
        options.setdefault("pythonpath", list(self.pythonpath))
        if way == WAYS[0]:
            return self.workshop.untraced(*arguments, **options)
        races = "off" if way == WAYS[1] else "on"
        return self.workshop.traced(*arguments, recording=self.workshop.new_recording(races=races), **options)

    def settings(self, way, changes):
        """The environment in which `run_way` runs, with `changes`."""
        if way == WAYS[0]:
            return environment(self.pythonpath, changes)
        recording = self.workshop.new_recording(races="off" if way == WAYS[1] else "on")
        changes = dict(changes, RACEWAY_RECORDING=recording, XDG_CACHE_HOME=self.workshop.cache)
        return environment([INJECT, *self.pythonpath], changes)

    def assert_same(self, *arguments, before=None, after=None, **options):
        """The command ends and prints the same in all WAYS; returns the Outcome without Raceway, and what `after()` gave.

        `before()` runs before each way, `after()` after it; what that returns must be the same too.
        """
        expected = None
        for way in WAYS:
            if before:
                before()
            outcome = comparable(self.run_way(way, *arguments, **options))
            result = after() if after else None
            if expected is None:
                expected = outcome, result
            with self.subTest(way):
                self.assertEqual(outcome.out, expected[0].out)
                self.assertEqual(outcome.err, expected[0].err)
                self.assertEqual(outcome.code, expected[0].code)
                self.assertEqual(result, expected[1])
        return expected

    def sources(self):
        """File → None where the last run observed it, else the reason why not."""
        rows = [row for process in self.workshop.recording().processes for row in process.rows("source")]
        return {os.path.basename(row["file"]): row.get("reason") for row in rows}

    def lost(self):
        """Variable → (updates lost, exactly so many?) of the last run's first process."""
        return lost_updates(self.workshop.recording().processes[0])


def comparable(outcome):
    """Without addresses, and without how long things took."""
    outcome = outcome.comparable()
    return outcome._replace(out=re.sub(r"\d+\.\d+( ?s\b| seconds)", "T\\1", outcome.out))


class ToolCase(BesideCase):
    """Needs the packages."""

    pythonpath = [PACKAGES] if PACKAGES else []
