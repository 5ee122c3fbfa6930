"""Notes of a run of tests: one JSON object a line, so that what is known stays known when the run dies.

    {"tests": [id, …]}                            all that will run, before the first one does
    {"start": id}
    {"end": id, "outcome": "pass", "why": "…"}    pass, fail, skip, xfail or upass (a failure that was expected did not come)
    {"done": true, "altered": false}              as the last line; `altered`: the tests say that they left something behind
"""

import json
import os

LONGEST_REASON = 600


class Results:
    def __init__(self, path):
        self._path = path
        self._pid = os.getpid()

    def tests(self, ids):
        self._write({"tests": ids})

    def start(self, test):
        self._write({"start": test})

    def end(self, test, outcome, why=""):
        self._write({"end": test, "outcome": outcome, "why": why[-LONGEST_REASON:]})

    def done(self, altered):
        self._write({"done": True, "altered": bool(altered)})

    def _write(self, row):
        # A test that forks has our caller in its child too; that child's results are no results of the test.
        if os.getpid() != self._pid:
            return
        # Opened for each line: tests count and close descriptors.
        fd = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(fd, (json.dumps(row) + "\n").encode("ascii"))
        finally:
            os.close(fd)
