"""asyncio.Event, Semaphore, BoundedSemaphore and Barrier: the flag, permits, the parties that meet."""

from sys import _getframe

from _raceway.instruments import asyncio_locks
from _raceway.instruments.asyncio_parts import MARKED, WOKE, event, waits, wakes
from _raceway.instruments.asyncio_sites import site_in_step
from _raceway.kinds import (
    BARRIER,
    BOUNDED_SEMAPHORE,
    CLEAR,
    EVENT,
    OF_ASYNCIO,
    OP_BARRIER,
    OP_EVENT,
    OP_SEMAPHORE,
    OVER_RELEASE,
    PASSED,
    PERMIT,
    RELEASE,
    SEMAPHORE,
    SET,
)
from _raceway.patching import Instrument, before, first, last
from _raceway.recorder import emit
from _raceway.tally import ACQUISITIONS, CLEARS, RELEASES, SIGNALS, Tally, resource, whole

events = Instrument("asyncio.Event")
semaphores = Instrument("asyncio.Semaphore")
barriers = Instrument("asyncio.Barrier")
_bounded = None
_hands_over = True


class BarrierTally(Tally):
    """`generation`: rounds so far."""

    __slots__ = ("generation",)

    def __init__(self, object_id):
        Tally.__init__(self, object_id)
        self.generation = 0


def install(module):
    """Weave the first hooks; the others follow when the program makes the first object of a kind."""
    _install_event(module.Event)
    _install_semaphore(module.Semaphore, module.BoundedSemaphore)
    if hasattr(module, "Barrier"):  # since 3.11
        _install_barrier(module.Barrier)


def _install_event(flag):
    flag._raceway = None
    events.rest = (
        (flag.set, first(MARKED + "WAIT = HOOKS.was_set(self)"), last(WOKE)),
        (flag.clear, first(MARKED + "HOOKS.cleared(self._raceway)")),
        (
            flag.wait,
            before("await fut", MARKED + "HOOKS.event_waits(self._raceway, fut)"),
            before("return True", MARKED + "HOOKS.passed(self._raceway)"),
        ),
    )
    events.weave_all((flag.__init__, last("HOOKS.event_made(self)")))


def _install_semaphore(semaphore, bounded):
    global _bounded, _hands_over
    _bounded = bounded
    # Up to 3.9 a woken waiter takes its permit itself; since 3.10 the release gives it to him.
    _hands_over = "_value" in semaphore._wake_up_next.__code__.co_names
    semaphore._raceway = None
    semaphores.rest = (
        (
            semaphore.acquire,
            before("await fut", MARKED + "HOOKS.semaphore_waits(self._raceway, fut)"),
            before("return True", MARKED + "HOOKS.got(self)"),
        ),
        (semaphore.release, before("self._value += 1", MARKED + "WAIT = HOOKS.released(self)"), last(WOKE)),
        (bounded.release, before("raise ValueError(", MARKED + "HOOKS.refused(self._raceway)")),
    )
    semaphores.weave_all((semaphore.__init__, last("HOOKS.semaphore_made(self, value)")))


def _install_barrier(barrier):
    barrier._raceway = None
    barriers.rest = (
        (
            barrier.wait,
            before("await self._release()", MARKED + "HOOKS.complete(self._raceway)"),
            before("return index", MARKED + "HOOKS.crossed(self._raceway, index)"),
        ),
    )
    barriers.weave_all((barrier.__init__, last("HOOKS.barrier_made(self, parties)")))


@events.hook
def event_made(flag):
    """The constructor is about to return."""
    if resource(EVENT | OF_ASYNCIO, flag, _getframe(1)) is not None:
        events.weave_rest()


@events.hook
def was_set(flag):
    """The flag becomes true next, then the waiters are woken."""
    place = site_in_step(_getframe(1))
    event(flag._raceway, SET, SIGNALS, place, 0, 0)
    return wakes(place) if flag._waiters else None


@events.hook
@semaphores.hook
def woke(lane):
    """Those who waited are ready. Returns None."""
    lane.wakes = 0


@events.hook
def cleared(tally):
    """The flag becomes false next."""
    event(tally, CLEAR, CLEARS, site_in_step(_getframe(1)), 0, 0)


@events.hook
def event_waits(tally, future):
    """The flag is false."""
    waits(tally, future, OP_EVENT)


@events.hook
def passed(tally):
    """wait returns True next."""
    event(tally, PASSED, ACQUISITIONS, site_in_step(_getframe(1)), 0, 0)


@semaphores.hook
def semaphore_made(semaphore, value):
    """Semaphore's constructor is about to return (BoundedSemaphore's calls it)."""
    kind = BOUNDED_SEMAPHORE if isinstance(semaphore, _bounded) else SEMAPHORE
    if resource(kind | OF_ASYNCIO, semaphore, _getframe(1), value) is not None:
        semaphores.weave_rest()


@semaphores.hook
def semaphore_waits(tally, future):
    """There is no permit, or others come first."""
    waits(tally, future, OP_SEMAPHORE)


@semaphores.hook
def got(semaphore):
    """acquire returns True next: the permit is taken."""
    event(semaphore._raceway, PERMIT, ACQUISITIONS, site_in_step(_getframe(1)), whole(semaphore._value))


@semaphores.hook
def released(semaphore):
    """The value is raised next; a waiter may take it at once."""
    value = whole(semaphore._value) + 1
    if _hands_over and semaphore._waiters:
        for waiter in semaphore._waiters:
            if not waiter.done():
                value -= 1
                break
    place = site_in_step(_getframe(1))
    event(semaphore._raceway, RELEASE, RELEASES, place, value, 1)
    return wakes(place) if semaphore._waiters else None


@semaphores.hook
def refused(tally):
    """A release beyond the bound: its ValueError follows."""
    emit(OVER_RELEASE, tally.id, 0, 0, site_in_step(_getframe(1)))


@barriers.hook
def barrier_made(barrier, parties):
    """The constructor is about to return."""
    tally = resource(BARRIER | OF_ASYNCIO, barrier, _getframe(1), parties, BarrierTally)
    if tally is not None:
        asyncio_locks.part(barrier._cond, OP_BARRIER, tally.id)
        barriers.weave_rest()


@barriers.hook
def complete(tally):
    """The last party arrived."""
    tally.generation += 1


@barriers.hook
def crossed(tally, index):
    """The task leaves the barrier with its index."""
    event(tally, PASSED, ACQUISITIONS, site_in_step(_getframe(1)), index, tally.generation)
