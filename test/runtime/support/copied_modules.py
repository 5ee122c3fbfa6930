"""Runs the tests of one module of the standard library, as unittest runs them, and writes down how each of them ended.

    python copied_modules.py LOG MODULE TEST…

A thread has been started before the module is loaded, so accesses are noted from its first line on.
"""

import sys
import threading
import unittest


class Outcomes(unittest.TextTestResult):
    """Writes one line a test: its name, and what came of it."""

    log = open(sys.argv[1], "w", encoding="utf-8")  # noqa: SIM115

    def tell(self, test, outcome):
        self.log.write("%s %s\n" % (test.id(), outcome))
        self.log.flush()

    def addSuccess(self, test):
        super().addSuccess(test)
        self.tell(test, "ok")

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.tell(test, "failure")

    def addError(self, test, err):
        super().addError(test, err)
        self.tell(test, "error")

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.tell(test, "skipped")

    def addExpectedFailure(self, test, err):
        super().addExpectedFailure(test, err)
        self.tell(test, "expected")


def main():
    thread = threading.Thread(target=list)
    thread.start()
    thread.join()
    __import__(sys.argv[2])
    tests = unittest.defaultTestLoader.loadTestsFromNames(["test." + name for name in sys.argv[3:]])
    unittest.TextTestRunner(resultclass=Outcomes, verbosity=0).run(tests)


main()
