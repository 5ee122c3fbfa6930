"""threading.Event: set, clear, and waits, those that did not have to wait too.

All hooks run under the event's inner mutex, so the order of the records is the order of what happened.
"""

from sys import _getframe

from _raceway import learning, recorder
from _raceway.kinds import CLEAR, EVENT, EXCEPTION, GOT, OP_EVENT, PASSED, SET, TIMED_OUT
from _raceway.patching import Instrument, at_return, before, last, on_exception
from _raceway.recorder import begin_wait, end_wait, site
from _raceway.tally import ACQUISITIONS, CLEARS, SIGNALS, resource

events = Instrument("threading.Event")
MARKED = "if self._raceway is not None: "


def install(threading):
    """Weave the first hook into threading.Event; the others follow when the program makes an event."""
    event = threading.Event
    event._raceway = None
    events.rest = (
        (event.set, before("self._flag = True", MARKED + "HOOKS.was_set(self._raceway)")),
        (
            event.is_set,
            at_return("return self._flag", "if RESULT and self._raceway is not None: HOOKS.seen(self._raceway)"),
        ),
        (event.clear, before("self._flag = False", MARKED + "HOOKS.cleared(self._raceway)")),
        (
            event.wait,
            before("signaled = self._cond.wait(", MARKED + "WAIT = HOOKS.begins(self._raceway, timeout)"),
            before("return signaled", MARKED + "HOOKS.passed(self._raceway, WAIT, signaled)"),
            on_exception("if WAIT is not None: HOOKS.broken(WAIT)"),
        ),
    )
    events.weave_all((event.__init__, last("HOOKS.created(self)")))


@events.hook
def created(event):
    """The constructor is about to return."""
    if resource(EVENT, event, _getframe(1)) is not None:
        events.weave_rest()


@events.hook
def was_set(tally):
    """The flag becomes true next, then the waiters are woken."""
    tally.event(SET, SIGNALS, _getframe(1), 0, 0)


@events.hook
def cleared(tally):
    """The flag becomes false next."""
    tally.event(CLEAR, CLEARS, _getframe(1), 0, 0)


@events.hook
def seen(tally):
    """Somebody asked whether it is set, and it is."""
    learning.learned(OP_EVENT, 0, tally.id)


@events.hook
def begins(tally, timeout):
    """The flag was false: the thread will wait."""
    return (
        begin_wait(OP_EVENT, tally.id, site(_getframe(1)), 0, 0, 0 if timeout is None else 1)
        if recorder.active
        else None
    )


@events.hook
def passed(tally, wait, signaled):
    """The wait returns `signaled`; `wait` is None when the flag was true from the start."""
    if wait is not None:
        end_wait(wait, GOT if signaled else TIMED_OUT)
    if signaled:
        tally.event(PASSED, ACQUISITIONS, _getframe(1), 0, 0)


@events.hook
def broken(wait):
    """An exception ends the wait."""
    end_wait(wait, EXCEPTION)
