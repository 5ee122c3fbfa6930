"""What the instruments of asyncio's locks, events, semaphores and queues have in common.

All of them are used by one loop, in one thread: what their hooks record is in order. Tasks have no records of waits: a hook
before an `await` tells what the step ends with (`asyncio_tasks.awaits`).
"""

from sys import _getframe

from _raceway import recorder
from _raceway.attached import attached
from _raceway.instruments.asyncio_tasks import awaits
from _raceway.kinds import HOLD, HOLD_AGAIN
from _raceway.recorder import emit, local, now, turn
from _raceway.tally import ACQUISITIONS, Tally

MARKED = "if self._raceway is not None: "
WOKE = "if WAIT is not None: WAIT = HOOKS.woke(WAIT)"
"""Behind what a hook that returned `wakes` stood before."""


class Part:
    """The mark of a condition, lock or queue that the library keeps inside a traced object: who waits for it waits for that."""

    __slots__ = ("id", "op")

    def __init__(self, op, object_id):
        self.op = op
        self.id = object_id

    def __reduce__(self):
        return type(None), ()


@attached
class HoldTally(Tally):
    """`seq`: holds so far; `end`: where the end of the one that lasts will be written."""

    __slots__ = ("end", "seq")

    def __init__(self, object_id):
        Tally.__init__(self, object_id)
        self.seq = 0
        self.end = None

    def begin(self, site, again):
        """The lock is taken next; `again`: by a condition's wait, which is no acquisition."""
        self.end = None
        self.seq = seq = self.seq + 1
        if not again:
            self.totals[ACQUISITIONS] += 1
        if not recorder.active:
            return
        if self.left <= 0:
            if self.words is None:
                self._count_only()
            self.words[self.at + ACQUISITIONS] = self.totals[ACQUISITIONS]
            return
        self.left -= 1
        lane = local.me
        kind = (HOLD_AGAIN if again else HOLD) << 56 | site
        if lane.k > lane.end:
            turn(lane)
        what = self.id << 40 | seq
        time = now()
        q = lane.q
        k = lane.k
        q[k] = time
        q[k + 1] = 0
        q[k + 2] = what
        q[k + 3] = kind
        lane.k = k + 4
        self.end = q, k + 1

    def finish(self):
        """The lock is let go next."""
        if self.end is not None:
            q, k = self.end
            self.end = None
            q[k] = now()

    def detach_from_recording(self, nowhere):
        Tally.detach_from_recording(self, nowhere)
        self.end = None


def event(tally, kind, total, site, argument, seq=None):
    """As `Tally.event`, with a site that is known."""
    totals = tally.totals
    totals[total] = number = totals[total] + 1
    if not recorder.active:
        return
    if tally.left > 0:
        tally.left -= 1
        emit(kind, tally.id, number if seq is None else seq, argument, site)
    else:
        if tally.words is None:
            tally._count_only()
        tally.words[tally.at + total] = number


def wakes(site):
    """Tasks are woken next, by the operation of the program that stands at `site`. Returns what `woke` takes."""
    lane = local.me
    lane.wakes = site
    return lane


def waits(mark, future, op):
    """Called by a hook: the task will wait for the object of `mark`."""
    if type(mark) is Part:
        op = mark.op
    awaits(future, op, mark.id, _getframe(2))
