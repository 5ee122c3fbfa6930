"""Trace functions, profilers and sys.monitoring see the same events, whether accesses are noted at the moment or not."""

import sys
import unittest

from support.beside import BesideCase
from support.shapes import RACY, SHAPES

HEAD = """
import shapes
import sys


def everything():
    shapes.add(2)
    shapes.Box().put(1)
    shapes.Box().put(0)
    shapes.outer(2)
    list(shapes.generate(2))
    for number in range(6):
        shapes.conditions(number % 2, number)


seen = []


def see(name, event, *rest):
    seen.append(" ".join(map(str, (name, event, *rest))))


def trace(frame, event, argument):
    if frame.f_code.co_filename in (__file__, shapes.__file__):
        frame.f_trace_opcodes = False
        see(frame.f_code.co_name, event, frame.f_lineno, argument if event == "return" else "")
    return trace


def profile(frame, event, argument):
    ours = frame.f_code.co_filename in (__file__, shapes.__file__)
    if ours and not event.startswith("c_"):
        see(frame.f_code.co_name, event, frame.f_lineno)
    elif ours:
        see(frame.f_code.co_name, event, argument.__name__, frame.f_lineno)
"""

# Before there is a thread nothing is noted; while there were some, all is.
TAIL = """

look()
race()
look()
print("\\n".join(seen))
"""

TRACED = """
def look():
    sys.settrace(trace)
    everything()
    sys.settrace(None)
"""

PROFILED = """
def look():
    sys.setprofile(profile)
    everything()
    sys.setprofile(None)
"""

MONITORED = """
events = sys.monitoring.events
kinds = {name: getattr(events, name) for name in ("PY_START", "PY_RETURN", "PY_YIELD", "PY_RESUME", "RAISE", "LINE")}
sys.monitoring.use_tool_id(sys.monitoring.PROFILER_ID, "test")
for name, kind in kinds.items():
    def callback(code, at, *rest, name=name):
        if code.co_filename in (__file__, shapes.__file__):
            see(code.co_name, name, at if name == "LINE" else "")
    sys.monitoring.register_callback(sys.monitoring.PROFILER_ID, kind, callback)


def look():
    sys.monitoring.set_events(sys.monitoring.PROFILER_ID, sum(kinds.values()))
    everything()
    sys.monitoring.set_events(sys.monitoring.PROFILER_ID, 0)
"""

CPROFILED = """
import cProfile
import pstats


def look():
    profiler = cProfile.Profile()
    profiler.runcall(everything)
    for (file, line, name), (primitive, calls, _, _, callers) in sorted(pstats.Stats(profiler).stats.items()):
        see(file, line, name, primitive, calls, sorted([(*caller, *counts[:2]) for caller, counts in callers.items()]))
"""

COUNTED = """
import trace as tracing


def look():
    tracer = tracing.Trace(count=1, trace=0, countfuncs=0)
    tracer.runfunc(everything)
    for place, count in sorted(tracer.results().counts.items()):
        if place[0] in (__file__, shapes.__file__):
            see(*place, count)
"""


class Tracing(BesideCase):
    def setUp(self):
        super().setUp()
        self.workshop.write("shapes.py", SHAPES)

    def assert_same_events(self, look):
        script = self.workshop.write("app.py", RACY + HEAD + look + TAIL)
        outcome, _ = self.assert_same(script)
        self.assertEqual((outcome.code, outcome.err), (0, ""))
        self.assertGreater(outcome.out.count("\n"), 20)
        self.assertEqual(self.lost(), {"value": (1, True)})
        self.assertEqual(self.sources(), {"app.py": None, "shapes.py": None})

    def test_a_trace_function(self):
        self.assert_same_events(TRACED)

    def test_a_profile_function(self):
        self.assert_same_events(PROFILED)

    @unittest.skipUnless(hasattr(sys, "monitoring"), "sys.monitoring is new in 3.12")
    def test_monitoring(self):
        self.assert_same_events(MONITORED)

    def test_cprofile(self):
        self.assert_same_events(CPROFILED)

    def test_counts_of_lines(self):
        self.assert_same_events(COUNTED)


if __name__ == "__main__":
    unittest.main()
