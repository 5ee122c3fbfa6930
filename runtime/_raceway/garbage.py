"""The collector of cyclic garbage begins in the program's threads, never in ours.

It begins in whichever thread makes one object too many, and runs the program's finalizers and callbacks there. In a thread
that the program does not know they would find another thread's locals, break what is used by one thread alone (`sqlite3`) and
meet locks that their own thread holds. So it is held back while our thread runs bytecode, and let go while that waits:

    our thread    ──held──┐ let go, wait for the bell, hold ┌──held──
                          └────────── one call in C ────────┘

Between letting go and the wait, and between the wait and holding, no bytecode of ours runs and nothing is made that the
collector counts: map, zip and getitem over C functions, whose arguments lie ready. What our thread made meanwhile still counts:
the next object that a thread of the program makes lets the collector begin there.

To hold it back is `gc.disable()`, of which the program must not see anything: `gc.isenabled`, `gc.enable` and `gc.disable` are
replaced by ones that, while it is held, answer and change what shall be when it is let go. Each is one call in C, so no other
thread comes between the question whether it is held and the answer.

On 3.12 an object too many only sets a flag, and whoever next looks for signals begins to collect, even after `gc.disable()`:
another thread than the one that made the object where that has let go of the GIL in between. There it finds no generation that
is over its threshold: those are held high, too.
"""

import gc
from _functools import partial
from _operator import delitem, getitem, not_, setitem
from itertools import repeat, starmap
from sys import version_info
from time import sleep

from _raceway.patching import leave_no_frame
from _raceway.standin import StandIn

HAS_FLAG = version_info[:2] == (3, 12)
TOO_HIGH = ((1 << 31) - 1,) * 3

_holds = []  # one entry for each who holds it back
_wanted = [True]  # while it is held: does the program want it?
_thresholds = [gc.get_threshold()]  # while it is held: the program's


def _by_turns(*steps):
    """An iterator each of whose steps is one of each of these, in their order; it gives what the first one gives."""
    # Who kept the tuple that zip makes would make it take a new one the next time.
    return map(getitem, zip(*steps), repeat(0))


def _while_held(held, else_):
    """An iterator that takes its step from `held` or the other."""
    # `not_` makes nothing that the collector counts; `bool`, a type, would be called with a tuple on 3.8.
    return map(next, map(getitem, repeat((held, else_)), map(not_, repeat(_holds))))


def _cell(cell):
    return map(getitem, repeat(cell), repeat(0))


def _store(cell, values):
    return map(setitem, repeat(cell), repeat(0), values)


_nothing = repeat(None)
_disabled, _enabled = iter(gc.disable, 1), iter(gc.enable, 1)
_enabled_again = map(next, map(getitem, repeat((_nothing, _enabled)), _cell(_wanted)))
_raised = starmap(gc.set_threshold, repeat(TOO_HIGH))
_lowered = starmap(gc.set_threshold, _cell(_thresholds))
_remembered = _store(_thresholds, iter(gc.get_threshold, 2))

hold = _by_turns(
    _while_held(_nothing, _store(_wanted, iter(gc.isenabled, 2))),
    _disabled,
    *([_while_held(_nothing, _remembered), _raised] if HAS_FLAG else ()),
    map(list.append, repeat(_holds), repeat(None)),
)
"""`next(hold)`: no thread begins to collect garbage until `next(let_go)`. Several may hold it at the same time."""

let_go = _while_held(
    _by_turns(
        map(delitem, repeat(_holds), repeat(0)),
        _while_held(_nothing, _by_turns(*([_lowered] if HAS_FLAG else ()), _enabled_again)),
    ),
    _nothing,
)
"""`next(let_go)`: it is as the program wants it, unless others hold it."""

PAUSE_SECONDS = 0.0002
pause = _by_turns(let_go, iter(partial(sleep, PAUSE_SECONDS), 1), hold)
"""`next(pause)`: in a long piece of work of our thread, now and then: the collector, and others, have their turn."""
EVENTS_A_PAUSE = 4_000
"""Some 5 ms, after which a thread that waits would get its turn in any case: but then the collector would still be held back."""
never = repeat(None)
"""In the place of `pause` in threads of the program."""


def forget():
    """In a forked child, and at the end: whoever held it is no more."""
    while _holds:
        next(let_go)


class _OneCall(StandIn):
    """A function of gc without arguments; `chain` does it."""

    def __init__(self, native, chain):
        super().__init__(native)
        self.chain = chain

    def __call__(self, *arguments, **names):
        if arguments or names:
            return _refused(self.native, arguments, names)
        return next(self.chain)


class _SetThreshold(StandIn):
    """`gc.set_threshold` where thresholds are held high."""

    def __call__(self, *arguments, **names):
        if names:
            return _refused(self.native, arguments, names)
        asked = starmap(self.native, (arguments,))
        try:
            # A call that is refused changes nothing; the first step has to be undone then.
            return next(_while_held(_by_turns(_lowered, asked, _remembered, _raised), asked))
        except BaseException:
            next(_while_held(_raised, _nothing))
            leave_no_frame()
            raise


def _refused(native, arguments, names):
    try:
        return native(*arguments, **names)
    except TypeError:
        leave_no_frame()
        raise


def install():
    """Let the program's calls have their say. The module is the one that the program gets when it imports it."""
    chains = {
        "isenabled": (iter(gc.isenabled, 2), _cell(_wanted)),
        "enable": (_enabled, _store(_wanted, repeat(True))),
        "disable": (_disabled, _store(_wanted, repeat(False))),
    }
    if HAS_FLAG:
        chains["get_threshold"] = iter(gc.get_threshold, 2), _cell(_thresholds)
        gc.set_threshold = _SetThreshold(gc.set_threshold)
    for name, (otherwise, held) in chains.items():
        setattr(gc, name, _OneCall(getattr(gc, name), _while_held(held, otherwise)))
