"""python -m raceway_suite RESULTS MODULE [ONLY]: the tests of one module of CPython, by unittest.

ONLY is a file with a JSON list of test ids; without it all run. Tests that want
much memory or disk, a screen or a loudspeaker are left out; the "network" of these modules is this machine.
"""

import faulthandler
import json
import sys
import unittest

from raceway_suite.results import Results

RESOURCES = ("cpu", "network", "subprocess", "walltime")


def each_test(suite):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from each_test(test)
        else:
            yield test


class Noting(unittest.TestResult):
    def __init__(self, results):
        super().__init__()
        self._results = results
        # Sub-tests may fail several times, and a test may fail once more while it is cleared away.
        self._worst = None

    def startTest(self, test):
        super().startTest(test)
        self._worst = ("pass", "")
        self._results.start(test.id())

    def stopTest(self, test):
        super().stopTest(test)
        if self._worst is None:  # 3.12.1 stops a skipped test that it never started
            return
        outcome, why = self._worst
        self._worst = None
        self._results.end(test.id(), outcome, why)

    def _fails(self, test, error):
        why = self._exc_info_to_string(error, test)
        if self._worst is None:  # a class or a module that could not be set up
            self._results.end(test.id(), "fail", why)
        else:
            self._worst = ("fail", why)

    def addError(self, test, err):
        super().addError(test, err)
        self._fails(test, err)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._fails(test, err)

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            self._fails(test, err)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        if self._worst is None:
            self._results.end(test.id(), "skip", reason)
        elif self._worst[0] == "pass":
            self._worst = ("skip", reason)

    def addExpectedFailure(self, test, err):
        super().addExpectedFailure(test, err)
        self._worst = ("xfail", "")

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self._worst = ("upass", "")


def main(path, module, only=None):
    from test import support

    support.use_resources = list(RESOURCES)
    support.verbose = 0
    # Whoever waits for us asks by SIGABRT where we hang.
    faulthandler.enable()
    results = Results(path)
    tests = list(each_test(unittest.defaultTestLoader.loadTestsFromName(module)))
    if only is not None:
        with open(only, encoding="ascii") as file:
            wanted = set(json.load(file))
        tests = [test for test in tests if test.id() in wanted]
    results.tests([test.id() for test in tests])
    unittest.TestSuite(tests).run(Noting(results))
    results.done(getattr(support, "environment_altered", False))


if __name__ == "__main__":
    main(*sys.argv[1:])
