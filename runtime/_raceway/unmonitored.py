"""From 3.12 on what watches calls and lines (`sys.monitoring`, through it cProfile) watches all threads: ours it must not see.

Profilers count on seeing the calls of one thread: what ours calls would not only be listed, it would be taken for what the
program's functions call. (Of `_begin` they learn when it returns, which is when our thread ends.)

While the interpreter calls back a tool, nothing is watched in that thread, so that tools do not watch themselves. So our thread
becomes a tool, of the lowest rank, for one function that is called by nobody else, and does all its work in that callback:

    program's thread   become the tool ─ start
    our thread                           └─ _begin() ─ the tool is called ─ be no tool any more ─ work …
"""

import sys

_monitoring = getattr(sys, "monitoring", None)
# 0, 1, 2 and 5 have a meaning (debugger, coverage, profiler, optimizer). The highest is called first.
_TOOL = 4
_NAME = "Raceway's own thread"


def unmonitored(work):
    """A function that calls `work()` in a thread that is to be started now, out of the tools' sight."""
    if _monitoring is None or _monitoring.get_tool(_TOOL) not in (None, _NAME):
        return work
    leave()  # in a forked child, of a parent that was about to start its thread
    _monitoring.use_tool_id(_TOOL, _NAME)

    def callback(code, offset):
        leave()
        work()

    start = _monitoring.events.PY_START
    _monitoring.register_callback(_TOOL, start, callback)
    _monitoring.set_local_events(_TOOL, _begin.__code__, start)
    return _begin


def leave():
    """No tool any more, where we are one."""
    if _monitoring is not None and _monitoring.get_tool(_TOOL) == _NAME:
        _monitoring.set_local_events(_TOOL, _begin.__code__, 0)
        _monitoring.register_callback(_TOOL, _monitoring.events.PY_START, None)
        _monitoring.free_tool_id(_TOOL)


def _begin():
    pass
