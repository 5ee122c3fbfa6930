"""Hooks around `os.fork()`. What leaves such a hook is printed and forgotten by the interpreter, so two things matter.

*Signals.* A handler runs between any two bytecodes of ours, and what it raises (Ctrl-C: KeyboardInterrupt) would be lost.
The hooks hold signals back while they work; what comes out when they let go again reaches the program after the fork.
(What arrives in the microseconds before `before` has blocked it is lost: docs/limits.md.)

*The way back into the parent* is too early for what we want to do there:

* Since 3.13 `os.fork()` counts the threads of the process, and warns when there is more than one, after it has run
  `after_in_parent` (posixmodule.c, `warn_about_fork_with_threads`). A thread that the hook starts is counted.
* A signal that arrives while the system makes the child is handled at the next bytecode: if the hook has any, in it.

So `after_in_parent` is made of C functions, and in the main thread it imitates the arrival of a signal that the
program leaves alone. Its handler, ours, runs when the program goes on after the fork, behind the handlers of real
signals. No signal is sent and no system call interrupted. Hooks of others (logging has one in Python) run after ours
and before the count: a handler that finds itself in one of them lets itself be called again. In another thread than
the main one no handler ever runs, and the warning is due to the program's own threads: there the hook calls directly.
"""

import os
from _functools import partial
from _operator import methodcaller
from itertools import repeat
from sys import _getframe

from _raceway import signals

# What the hook in the parent shall call once, put there by each fork. Where nothing is, it calls `bool()`.
_next = {}
_after_in_parent = partial(next, map(methodcaller("__call__"), map(_next.pop, repeat("way back"), repeat(bool))))

# With signals held back only an imitated one, of somebody else's, can still be handled in between.
ATTEMPTS = 3
# So often the handler may find itself in a hook of somebody else. A program that forks out of a C function, where the interpreter
# looks for signals only later and elsewhere, comes to this end.
MOST_POSTPONED = 1000


def register(before, in_parent, in_child, is_main_thread):
    """From now on call `before(frame that forks)` before each fork, and `in_parent()` and `in_child()` after it.

    These must not raise.
    """

    def before_hook():
        late = []
        imitation = None
        mask = signals.block()
        try:
            before(_getframe(1))
            imitation = _imitation(in_parent, late, _getframe(1)) if is_main_thread() else None
            _next["way back"] = imitation or in_parent
        finally:
            try:
                signals.restore(mask)
            except BaseException as error:
                if imitation is None:
                    raise
                late.append(error)

    def begin():
        signals.give_back()
        _next.clear()
        in_child()

    os.register_at_fork(
        before=before_hook, after_in_parent=_after_in_parent, after_in_child=partial(signals.hold_back_during, begin)
    )


def _imitation(in_parent, late, forking):
    """A C function that lets `in_parent()` be called when the fork in the frame `forking` is over, and `late` be raised after it;
    or None.
    """

    def go_on():
        signals.give_back()
        in_parent()
        went_on.append(True)

    def handler(number, frame):
        if postponed and _is_below(frame, forking):
            postponed.pop()
            # As with the `raise` below: not handled before this function has returned.
            for _ in map(signals.imitate, (number,)):
                break
            return
        for _ in range(ATTEMPTS):
            try:
                signals.hold_back_during(go_on)
            except BaseException as error:
                late.append(error)
            if went_on:
                break
        raise_late()

    def raise_late(*ignored):
        """One after the other: a second one when the interpreter next looks for signals."""
        signals.give_back()
        if late:
            error = late.pop(0)
            again = signals.borrow(raise_late) if late else None
            # The interpreter does not look after a call from FOR_ITER, so not before the `raise`.
            for _ in map(signals.imitate, () if again is None else (again,)):
                break
            raise error

    went_on = []
    postponed = [None] * MOST_POSTPONED
    number = signals.borrow(handler)
    return None if number is None else partial(signals.imitate, number)


def _is_below(frame, forking):
    """Was `frame` called by `forking`, as a hook of a fork is?"""
    while frame is not None and frame is not forking:
        frame = frame.f_back
        if frame is forking:
            return True
    return False
