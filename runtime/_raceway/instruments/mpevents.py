"""multiprocessing.Event and Barrier, whose marks are those of a semaphore inside.

An event is woven like the one of threads, all under its inner lock. A barrier *is* one of threads, with a shared state; its mark
is not on the semaphore that bears a condition's.
"""

from sys import _getframe

from _raceway.instruments import barriers, events
from _raceway.instruments.mpshared import (
    OF_BARRIER,
    OF_EVENT,
    SharedTally,
    mark_on,
    mark_that_came,
    receives,
    semlocks,
    tally,
)
from _raceway.kinds import BARRIER, EVENT
from _raceway.patching import Instrument, before, last, on_exception

MARKED = "if self._raceway is not None: "

mpevents = Instrument("multiprocessing.Event")
mpbarriers = Instrument("multiprocessing.Barrier")


def install(synchronize):
    """Weave the first hooks into Event and Barrier; the others follow when the program makes one."""
    event, barrier = synchronize.Event, synchronize.Barrier
    event._raceway = mark_on("_flag")
    barrier._raceway = mark_on("_cond._sleeping_count")
    mpevents.rest = (
        (event.set, before("self._flag.release()", MARKED + "HOOKS.was_set(self._raceway)")),
        (event.clear, before("self._flag.acquire(", MARKED + "HOOKS.cleared(self._raceway)")),
        (
            event.wait,
            before("self._cond.wait(", MARKED + "WAIT = HOOKS.begins(self._raceway, timeout)"),
            before("return True", MARKED + "WAIT = HOOKS.passed(self._raceway, WAIT, True)"),
            before("return False", MARKED + "WAIT = HOOKS.passed(self._raceway, WAIT, False)"),
            on_exception("if WAIT is not None: HOOKS.broken(WAIT)"),
        ),
    )
    mpevents.weave_all((event.__init__, last("HOOKS.created(self)")))
    mpbarriers.weave_all((barrier.__init__, last("HOOKS.created_barrier(self, parties)")))


@mpevents.hook
def created(event):
    """The constructor is about to return."""
    mark = tally(EVENT, event, _getframe(1), role=OF_EVENT)
    if mark is not None:
        event._flag._raceway = mark
        mpevents.weave_rest()
        semlocks.weave_rest()


@receives(OF_EVENT)
def _event_came(semaphore, key, role):
    mpevents.weave_rest()
    mark_that_came(semaphore, key, role)


for _hook in (events.was_set, events.cleared, events.begins, events.passed, events.broken):
    mpevents.hook(_hook)


class BarrierTally(SharedTally):
    """`late`: the lane whose wait timed out and broke the barrier."""

    __slots__ = ("late",)

    def __init__(self, object_id, key, role):
        SharedTally.__init__(self, object_id, key, role)
        self.late = None

    generation = property(
        lambda self: 0, lambda self, rounds: None, doc="No process knows it; the reader counts the rounds."
    )


@mpbarriers.hook
def created_barrier(barrier, parties):
    """The constructor is about to return."""
    mark = tally(BARRIER, barrier, _getframe(1), parties, OF_BARRIER, BarrierTally)
    if mark is not None:
        barrier._cond._sleeping_count._raceway = mark
        barriers.barriers.weave_rest()
        semlocks.weave_rest()


@receives(OF_BARRIER)
def _barrier_came(semaphore, key, role):
    barriers.barriers.weave_rest()
    mark_that_came(semaphore, key, role, BarrierTally)
