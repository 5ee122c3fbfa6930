"""threading.Barrier: who stands before it, who passed in which round, who broke it.

All hooks run under the barrier's inner mutex. A round (generation) begins when the last party arrives; threads of the next round
wait until this one has drained, so the number that a passing thread reads is its own.
"""

from sys import _getframe, exc_info

from _raceway import learning, recorder
from _raceway.kinds import BARRIER, EXCEPTION, FAILED, GOT, OP_BARRIER, PASSED, TIMED_OUT
from _raceway.patching import Instrument, before, last, on_exception
from _raceway.recorder import begin_wait, end_wait, local, site
from _raceway.tally import ACQUISITIONS, Tally, resource

barriers = Instrument("threading.Barrier")
MARKED = "if self._raceway is not None: "


class BarrierTally(Tally):
    """`generation`: rounds so far; `late`: the lane whose wait timed out and broke the barrier."""

    __slots__ = ("generation", "late")

    def __init__(self, object_id):
        Tally.__init__(self, object_id)
        self.generation = 0
        self.late = None


def install(threading):
    """Weave the first hook into threading.Barrier; the others follow when the program makes a barrier."""
    barrier = threading.Barrier
    barrier._raceway = None
    begin = "WAIT = WAIT or HOOKS.begins(self._raceway, timeout)"
    barriers.rest = (
        (
            barrier.wait,
            before("self._enter()", "if self._raceway is not None and self._state in (-1, 1): " + begin),
            before("self._release()", MARKED + "HOOKS.complete(self._raceway)"),
            before("self._wait(timeout)", MARKED + begin),
            before("return index", MARKED + "HOOKS.passes(self._raceway, WAIT, index)"),
            on_exception("if WAIT is not None: HOOKS.broken(self._raceway, WAIT)"),
        ),
        (barrier._release, before("self._action()", MARKED + "HOOKS.acts(self._raceway)")),
        # The only call of _break in _wait is for a timeout.
        (barrier._wait, before("self._break()", MARKED + "HOOKS.timed_out(self._raceway)")),
    )
    barriers.weave_all((barrier.__init__, last("HOOKS.created(self, parties)")))


@barriers.hook
def created(barrier, parties):
    """The constructor is about to return."""
    if resource(BARRIER, barrier, _getframe(1), parties, BarrierTally) is not None:
        barriers.weave_rest()


@barriers.hook
def acts(tally):
    """All parties are there; the last of them calls the action, before anybody passes."""
    learning.learned(OP_BARRIER, 0, tally.id)


@barriers.hook
def begins(tally, timeout):
    """The thread will wait: for the former round to drain, then for the other parties; both are one wait."""
    return (
        begin_wait(OP_BARRIER, tally.id, site(_getframe(1)), 0, 0, 0 if timeout is None else 1)
        if recorder.active
        else None
    )


@barriers.hook
def complete(tally):
    """The last party arrived."""
    tally.generation += 1


@barriers.hook
def passes(tally, wait, index):
    """The thread leaves the barrier with its index."""
    if wait is not None:
        end_wait(wait, GOT)
    tally.event(PASSED, ACQUISITIONS, _getframe(1), index, tally.generation)


@barriers.hook
def timed_out(tally):
    """This thread waited too long and breaks the barrier for all."""
    tally.late = local.me


@barriers.hook
def broken(tally, wait):
    """An exception ends the wait: this thread's own timeout, the barrier's breaking, or something from outside."""
    if not isinstance(exc_info()[1], _getframe(1).f_globals["BrokenBarrierError"]):
        end_wait(wait, EXCEPTION)
    elif tally.late is local.me:
        tally.late = None
        end_wait(wait, TIMED_OUT)
    else:
        end_wait(wait, FAILED)
