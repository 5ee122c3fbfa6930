"""python -m pytest -p raceway_suite.pytest_plugin: notes what becomes of each test in the file $RACEWAY_SUITE_RESULTS."""

import json
import os

from raceway_suite.results import Results

_results = Results(os.environ["RACEWAY_SUITE_RESULTS"])
_worst = {}
_RANK = ("pass", "xfail", "skip", "upass", "fail")


def pytest_collection_modifyitems(items):
    only = os.environ.get("RACEWAY_SUITE_ONLY")
    if only:
        with open(only, encoding="ascii") as file:
            wanted = set(json.load(file))
        items[:] = [item for item in items if item.nodeid in wanted]


def pytest_collection_finish(session):
    _results.tests([item.nodeid for item in session.items])


def pytest_runtest_logstart(nodeid):
    _worst[nodeid] = ("pass", "")
    _results.start(nodeid)


def pytest_runtest_logreport(report):
    outcome = (_outcome(report), getattr(report, "longreprtext", "") if not report.passed else "")
    _worst[report.nodeid] = max(_worst.get(report.nodeid, outcome), outcome, key=lambda one: _RANK.index(one[0]))


def pytest_runtest_logfinish(nodeid):
    _results.end(nodeid, *_worst.pop(nodeid))


def pytest_sessionfinish(exitstatus):
    # Beyond "all passed" and "some failed" pytest was interrupted, or broke: tests that did not run must not pass unseen.
    if exitstatus in (0, 1):
        _results.done(False)


def _outcome(report):
    if hasattr(report, "wasxfail"):
        return "xfail" if report.skipped else "upass"
    return {"passed": "pass", "skipped": "skip", "failed": "fail"}[report.outcome]
