"""os.waitpid and its kin, os.system, os.posix_spawn, os.exec*, os._exit: how processes begin, are waited for and end, all in C.

A wait is recorded where it really is one: the child is first asked for without blocking. Its exit code is never asked for
twice; so from the native call's return to ours no signal handler may run, whose exception would lose it: all is
straight-line there (recorder.py), and the rest is written down later (children.py).
"""

import os
from _functools import partial
from sys import _getframe, modules

from _raceway import children, recorder, signals
from _raceway.kinds import EXCEPTION, GOT, IO_CHILD, OP_IO
from _raceway.patching import Instrument, leave_no_frame
from _raceway.recorder import begin_wait, end_wait, in_wait, now, site
from _raceway.standin import StandIn

waits = Instrument("os.waitpid")
NEVER = object()  # `iter(call, NEVER)`: a C iterator of what `call()` returns
NOTHING = ()


class Wait(StandIn):
    """A function that waits for a child. `attempt`: the same that does not block, called with what `without_blocking` makes."""

    def __init__(self, native, attempt, without_blocking):
        super().__init__(native)
        self.attempt = attempt
        self.without_blocking = without_blocking

    def __call__(self, *arguments, **named):
        wait = where = None
        try:
            caller = _getframe().f_back
            asked = waits.call("asks", self, arguments, named, caller)
            if asked:
                for got in map(self.attempt, *asked):
                    if got and got[0]:
                        for t in iter(now, -1):
                            children.collected[t, got[0]] = got
                            return got
                wait = waits.call("begins", caller)
            store = recorder.store
            for got in iter(partial(self.native, *arguments, **named), NEVER):
                for t in iter(now, -1):
                    if asked is not None and got and got[0]:
                        children.collected[t, got[0]] = got
                    if wait is not None and store is recorder.store:
                        where, at = wait
                        where[at + 6] = GOT
                        where[at + 1] = t
                    return got
        except BaseException:
            if wait is not None and where is None:
                end_wait(wait, EXCEPTION)
            leave_no_frame()
            raise


class System(StandIn):
    """os.system: how the command's shell is called nobody knows; that it is waited for can be told."""

    def __call__(self, *arguments, **named):
        wait = waits.call("begins", _getframe().f_back) if recorder.active else None
        try:
            for status in iter(partial(self.native, *arguments, **named), NEVER):
                if wait is not None:
                    end_wait(wait, GOT)
                return status
        except BaseException:
            if wait is not None:
                end_wait(wait, EXCEPTION)
            leave_no_frame()
            raise


class Spawn(StandIn):
    """os.posix_spawn and posix_spawnp."""

    def __call__(self, *arguments, **named):
        try:
            row = waits.call("spawns", arguments, _getframe().f_back) if recorder.active else None
            for pid in iter(partial(self.native, *arguments, **named), NEVER):
                if row is not None:
                    row["pid"] = pid
                    children.begun[pid, row["ns"]] = row
                return pid
        except BaseException:
            leave_no_frame()
            raise


class Exit(StandIn):
    """os._exit: the end of the process, which no exit handler sees."""

    def __call__(self, *status, **named):
        mask = None
        try:
            mask = waits.call("exits", status, named)
            self.native(*status, **named)
        except BaseException:
            if mask is not None:
                signals.restore(mask)
            leave_no_frame()
            raise


class Exec(StandIn):
    """os.execv and execve, which the others of their name call: the end of the program, unless the call fails."""

    def __call__(self, *arguments, **named):
        try:
            waits.call("is_replaced")
            try:
                return self.native(*arguments, **named)
            finally:
                waits.call("is_not_replaced")
        except BaseException:
            leave_no_frame()
            raise


def _fork_stand_in(native, told):
    """os.fork with `told(what it returned)` after it, and no frame of ours around it: its warning (3.12) names its caller."""

    class Fork(StandIn):
        __call__ = staticmethod(map(told, iter(native, NEVER)).__next__)

    return Fork(native)


@waits.hook
def asks(function, arguments, named, frame):
    """Arguments, as iterables for `map`, of the attempt; () for a call that does not block.

    None for one whose result is nobody's end: arguments that will be refused, a child that never became a program.
    """
    if not recorder.active or children.is_replaced_soon(frame) and frame.f_code.co_name == "_execute_child":
        return None
    if not all([isinstance(value, int) for value in arguments + tuple(named.values())]):
        return None
    return function.without_blocking(*arguments, **named)


@waits.hook
def begins(frame):
    """The handle of the wait, None inside another one."""
    if not recorder.active or in_wait():
        return None
    return begin_wait(OP_IO, 0, site(frame), IO_CHILD)


@waits.hook
def spawns(arguments, frame):
    """The child's row without its pid; None for subprocess, which tells itself."""
    if frame is not None and frame.f_code.co_name == "_posix_spawn" or len(arguments) < 3:
        return None
    path, argv, environment = arguments[:3]
    return dict(children.describe(path, argv, environment), method="subprocess", **children.place_of_start(frame))


@waits.hook
def exits(status, named):
    """The process is over; returns the signal mask that was. None for arguments that will be refused."""
    if not recorder.active or len(status) + len(named) != 1:
        return None
    value = status[0] if status else named.get("status")
    if not isinstance(value, int) or not -(1 << 31) <= value < 1 << 31:
        return None
    mask = signals.block()
    children.at_exit()
    return mask


@waits.hook
def is_replaced():
    """Another program will be here, and nothing else of us. It inherits the signal mask, so that stays as it is."""
    if recorder.active:
        children.before_exec()


@waits.hook
def is_not_replaced():
    """There is no such program, or the call was refused."""
    if recorder.active:
        children.after_exec()


def _waitpid_without_blocking(pid, options):
    return NOTHING if options & os.WNOHANG else ((pid,), (options | os.WNOHANG,))


def _wait_without_blocking():
    return (-1,), (os.WNOHANG,)


def _wait3_without_blocking(options):
    return NOTHING if options & os.WNOHANG else ((options | os.WNOHANG,),)


def _wait4_without_blocking(pid, options):
    return NOTHING if options & os.WNOHANG else ((pid,), (options | os.WNOHANG,))


def _waitid_without_blocking(idtype, id, options):
    if options & os.WNOWAIT:  # the child stays as it is, and will be asked for again
        return None
    return NOTHING if options & os.WNOHANG else ((idtype,), (id,), (options | os.WNOHANG,))


def install(module):
    """Replace what this system has of them, in `os` and in the module in C that they come from."""
    places = [module] + [modules[name] for name in ("posix", "nt") if name in modules]
    stand_ins = {"_exit": Exit(module._exit), "system": System(module.system)}
    for name in ("execv", "execve"):
        if hasattr(module, name):
            stand_ins[name] = Exec(getattr(module, name))
    if hasattr(module, "WNOHANG"):
        for name, attempt, without_blocking in (
            ("waitpid", "waitpid", _waitpid_without_blocking),
            ("wait", "waitpid", _wait_without_blocking),
            ("wait3", "wait3", _wait3_without_blocking),
            ("wait4", "wait4", _wait4_without_blocking),
            ("waitid", "waitid", _waitid_without_blocking),
        ):
            if hasattr(module, name):
                stand_ins[name] = Wait(getattr(module, name), getattr(module, attempt), without_blocking)
    for name in ("posix_spawn", "posix_spawnp"):
        if hasattr(module, name):
            stand_ins[name] = Spawn(getattr(module, name))
    for name, told in (("fork", children.forked), ("forkpty", children.forked_pty)):
        if hasattr(module, name):
            stand_ins[name] = _fork_stand_in(getattr(module, name), told)
    for place in places:
        for name, stand_in in stand_ins.items():
            waits.replace(place, name, stand_in)
