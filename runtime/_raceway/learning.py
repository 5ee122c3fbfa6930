"""What a thread learns without a wait: `result()` of a finished future, `is_set()` that says True, `join` of an ended thread.

Waits tell by their records whom they waited for. These tell the judge of data races that what the other did is over; so they
are recorded only while races are looked for (docs/trace-format.md, LEARNED).
"""

from itertools import count

from _raceway import recorder
from _raceway.kinds import FUTURE_SET, LEARNED, OP_CALL, OP_FUTURE
from _raceway.recorder import emit

is_on = False
"""Races are looked for in this process; set while it starts."""

keepers = None
"""The module of that name (races), which has to know what threads keep alive."""

_numbers = count(1)
NO_POOL = 0


def learned(op, target, object_id=0):
    """This thread knows from now on that `target`, or what `object_id` stands for, has happened; by `op` as of a wait."""
    if is_on and recorder.active:
        emit(LEARNED, object_id, op, target, 0)


def settled(future):
    """A future that belongs to no traced pool is about to have its result: number it, so that others can learn of it."""
    if is_on and recorder.active and future._raceway is None:
        future._raceway_number = number = next(_numbers)
        emit(FUTURE_SET, NO_POOL, number, 0, 0)


def learned_of(future):
    """This thread has seen that the future has a result."""
    if not is_on or not recorder.active:
        return
    if future._raceway is not None:
        pool, job = future._raceway
        emit(LEARNED, 0, OP_FUTURE, pool << 40 | job, 0)
    elif future._raceway_number:
        emit(LEARNED, 0, OP_FUTURE, NO_POOL << 40 | future._raceway_number, 0)


def called(lane, time):
    """This thread runs a callback that `lane` asked for at that time."""
    if is_on and recorder.active:
        emit(LEARNED, lane, OP_CALL, time, 0)
