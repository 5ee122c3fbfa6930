"""Waits for what is outside of Python, in two ways: written when they begin, or only if they lasted.

What mostly waits (accept, connect, a TLS handshake, select) is written when it begins, like any wait: whoever looks while it
lasts, or after a kill, sees it. What mostly returns at once (reading and writing) is written afterwards, and only where it took
longer than SHORTEST_NS: the sampler tells of those that last. No wait is written inside another one.
"""

from _raceway import recorder
from _raceway.kinds import EXT, OP_IO, WAIT
from _raceway.recorder import begin_wait, in_wait, now, site, turn

SHORTEST_NS = 50_000
"""Some system calls and a change of threads; what takes as long has waited."""

_WAIT_WORD = WAIT << 56
_EXT_WORD = EXT << 56


def begins(kind, frame, descriptor=-1):
    """The thread begins to wait: the handle for `end_wait`, or None where that is not to be told."""
    if not recorder.active or in_wait():
        return None
    return begin_wait(OP_IO, 0, site(frame), kind, descriptor + 1)


def starts():
    """Before what may wait: what `lasted` needs; None where nothing is to be told."""
    if not recorder.active or in_wait():
        return None
    lane = recorder.local.me
    return now(), lane, lane.q, lane.k


def lasted(start, kind, result, frame, descriptor):
    """It is over: write the wait down if it was one. `descriptor()` tells its file descriptor."""
    time = now()
    began, lane, q, k = start
    if time - began < SHORTEST_NS or not recorder.active:
        return
    number = descriptor() + 1
    where = _WAIT_WORD | site(frame)
    # A handler of a signal recorded something meanwhile, or this is a forked child: the order of the lane comes first.
    if lane.q is not q or lane.k != k or lane is not recorder.local.me:
        return
    if lane.k > lane.end:
        turn(lane)
    q = lane.q
    k = lane.k
    q[k + 4] = kind
    q[k + 5] = number
    q[k + 6] = result
    q[k + 7] = _EXT_WORD
    q[k] = began
    q[k + 1] = time
    q[k + 2] = OP_IO
    q[k + 3] = where
    lane.k = k + (8 if lane.end >= 0 else 4)
