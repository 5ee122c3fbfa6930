"""Signals around our own work: kept away from it, or imitated. All names exist everywhere and do nothing on Windows."""

import _signal
from _functools import partial
from _thread import interrupt_main
from os import getpid, kill
from os import name as system
from sys import version_info

# A fault of the very thread that blocks its signal would end the process without faulthandler's report.
_FAULTS = ("SIGSEGV", "SIGBUS", "SIGFPE", "SIGILL", "SIGABRT", "SIGTRAP", "SIGSYS")

_mask = getattr(_signal, "pthread_sigmask", None)
_HELD_BACK = set(_signal.valid_signals()).difference(getattr(_signal, name, None) for name in _FAULTS)


def block():
    """Hold all signals back from this thread; returns what `restore` wants.

    A handler may still run in here, for a signal that arrived before. What it raises comes out, and nothing is held
    back then: pthread_sigmask sets the mask first and looks for signals afterwards.
    """
    if _mask is None:
        return None
    before = _mask(_signal.SIG_BLOCK, ())
    try:
        _mask(_signal.SIG_BLOCK, _HELD_BACK)
    except BaseException:
        _mask(_signal.SIG_SETMASK, before)
        raise
    return before


def restore(before):
    """Undo `block`. Handlers run here for what arrived meanwhile; what they raise comes out, with the mask set."""
    if before is not None and _mask is not None:
        _mask(_signal.SIG_SETMASK, before)


def hold_back_during(function):
    """Call `function()` with signals held back; what their handlers raise comes out when it is done."""
    before = block()
    try:
        function()
    finally:
        restore(before)


# Their default is to be ignored: should a real one arrive while the handler is ours, nothing is lost.
_QUIET = ("SIGURG", "SIGWINCH")
_borrowed = []


def borrow(handler):
    """Make `handler(signum, frame)` the handler of a signal that the program leaves alone; returns its number.

    None where there is no such signal, or no way to imitate its arrival (`interrupt_main` took no number before 3.10).
    Only in the main thread.
    """
    for name in _QUIET if version_info >= (3, 10) else ():
        number = getattr(_signal, name, None)
        before = _signal.getsignal(number) if number is not None else handler
        if before in (_signal.SIG_DFL, _signal.SIG_IGN):
            _borrowed.append((number, before))
            _signal.signal(number, handler)
            return number
    return None


def give_back():
    """Put the program's own disposition back where `borrow` set ours."""
    while _borrowed:
        _signal.signal(*_borrowed[-1])  # before it does that it looks for signals, and may raise
        del _borrowed[-1]


imitate = interrupt_main
"""`imitate(number)`: the interpreter calls the number's handler when the main thread next looks for signals."""


def sender_to_this_process(name):
    """A function that sends this process the signal as another process would; None where there is none of that name.

    Not to a thread: the system hands it to the main thread, unless that one blocks it, and wakes it from what it waits in.
    Windows has no such signals; there `raise` calls the handler that the interpreter installed, as Ctrl-C does.
    """
    number = getattr(_signal, name, None)
    if number is None:
        return None
    if system == "nt":
        return partial(_signal.raise_signal, number)
    return partial(kill, getpid(), number)
