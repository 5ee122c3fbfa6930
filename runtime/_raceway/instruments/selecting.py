"""selectors: waiting for any of several files. The event loop of asyncio waits in its own instrument."""

from sys import _getframe

from _raceway.iowaits import begins
from _raceway.kinds import EXCEPTION, GOT, IO_SELECT
from _raceway.patching import Instrument, after, before, finally_, last, on_exception
from _raceway.recorder import end_wait

selecting = Instrument("selectors")
_selects = []

# Before these lines each `select` has made 0 of a timeout that does not wait.
CALLS = ("r, w, _ = self._select(", "fd_event_list = self._selector.poll(", "kev_list = self._selector.control(")


def install(selectors):
    """Weave the first hook into the selectors; each kind's own follow when the program makes its first one of that kind."""
    names = ("SelectSelector", "_PollLikeSelector", "EpollSelector", "KqueueSelector")
    _selects[:] = [getattr(selectors, name).select for name in names if hasattr(selectors, name)]
    selecting.weave_all((selectors._BaseSelectorImpl.__init__, last("HOOKS.made(self)")))


@selecting.hook
def made(selector):
    """A selector, of a class of the standard library or of one based on it."""
    for function in [vars(cls).get("select") for cls in type(selector).__mro__]:
        if function in _selects:
            _selects.remove(function)
            selecting.weave_all(
                (
                    function,
                    before(CALLS, "if timeout != 0: WAIT = HOOKS.select_begins(self)"),
                    after(CALLS, "if WAIT is not None: WAIT = HOOKS.selected(WAIT)"),
                    on_exception("if WAIT is not None: WAIT = HOOKS.broken(WAIT)"),
                    finally_("if WAIT is not None: HOOKS.selected(WAIT)"),
                )
            )


@selecting.hook
def select_begins(selector):
    """It may wait; without anything to wait for it is a way to sleep."""
    frame = _getframe(1)
    caller = frame.f_back
    return None if caller is not None and caller.f_code.co_name == "_run_once" else begins(IO_SELECT, frame)


@selecting.hook
def selected(wait):
    """Something is ready, or the time is over."""
    end_wait(wait, GOT)


@selecting.hook
def broken(wait):
    """An exception ends the wait."""
    end_wait(wait, EXCEPTION)
