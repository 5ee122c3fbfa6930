"""threading.Semaphore and BoundedSemaphore: permits, and the value after each change.

All hooks run under the semaphore's inner mutex, where `_value` is certain, and just before it changes: should Ctrl-C strike in
a hook, the permit was not taken yet and the semaphore is whole.
"""

from sys import _getframe

from _raceway import recorder
from _raceway.kinds import (
    BOUNDED_SEMAPHORE,
    EXCEPTION,
    GOT,
    MISSED,
    OP_SEMAPHORE,
    OVER_RELEASE,
    PERMIT,
    RELEASE,
    SEMAPHORE,
    TIMED_OUT,
)
from _raceway.patching import Instrument, before, last, on_exception
from _raceway.recorder import begin_wait, emit, end_wait, site
from _raceway.tally import ACQUISITIONS, RELEASES, TRIES_MISSED, resource, whole

semaphores = Instrument("threading.Semaphore")
MARKED = "if self._raceway is not None: "
NON_BLOCKING = 1


def install(threading):
    """Weave the first hook into threading.Semaphore; the others follow when the program makes a semaphore."""
    semaphore, bounded = threading.Semaphore, threading.BoundedSemaphore
    semaphore._raceway = None
    amount = "n" if "n" in semaphore.release.__code__.co_varnames else "1"  # an argument since 3.9
    released = before("self._value += ", MARKED + "HOOKS.released(self, %s)" % amount)
    semaphores.rest = (
        (
            semaphore.acquire,
            before("self._cond.wait(", MARKED + "WAIT = WAIT or HOOKS.begins(self._raceway, timeout)"),
            before("self._value -= 1", MARKED + "WAIT = HOOKS.got(self, WAIT)"),
            before("return rc", "if not rc and self._raceway is not None: HOOKS.missed(self._raceway, WAIT)"),
            on_exception("if WAIT is not None: HOOKS.broken(WAIT)"),
        ),
        (semaphore.release, released),
        (bounded.release, released, before('raise ValueError("Sem', MARKED + "HOOKS.refused(self._raceway)")),
    )
    semaphores.weave_all((semaphore.__init__, last("HOOKS.created(self, value)")))


@semaphores.hook
def created(semaphore, value):
    """Semaphore's constructor is about to return (BoundedSemaphore's calls it)."""
    frame = _getframe(1)
    kind = BOUNDED_SEMAPHORE if isinstance(semaphore, frame.f_globals["BoundedSemaphore"]) else SEMAPHORE
    if resource(kind, semaphore, frame, value) is not None:
        semaphores.weave_rest()


@semaphores.hook
def begins(tally, timeout):
    """The value is 0: the thread will wait. Being woken and finding 0 again is still the same wait."""
    return (
        begin_wait(OP_SEMAPHORE, tally.id, site(_getframe(1)), 0, 0, 0 if timeout is None else 1)
        if recorder.active
        else None
    )


@semaphores.hook
def got(semaphore, wait):
    """A permit is taken next."""
    if wait is not None:
        end_wait(wait, GOT)
    semaphore._raceway.event(PERMIT, ACQUISITIONS, _getframe(1), whole(semaphore._value - 1))
    return None


@semaphores.hook
def missed(tally, wait):
    """acquire returns False."""
    if wait is not None:
        end_wait(wait, TIMED_OUT)
    else:
        tally.event(MISSED, TRIES_MISSED, _getframe(1), OP_SEMAPHORE, NON_BLOCKING)


@semaphores.hook
def broken(wait):
    """An exception ends the wait."""
    end_wait(wait, EXCEPTION)


@semaphores.hook
def released(semaphore, amount):
    """The value is raised next, then waiters are woken."""
    semaphore._raceway.event(RELEASE, RELEASES, _getframe(1), whole(semaphore._value + amount), whole(amount))


@semaphores.hook
def refused(tally):
    """A release beyond the bound: its ValueError follows."""
    emit(OVER_RELEASE, tally.id, 0, 0, site(_getframe(1)))
