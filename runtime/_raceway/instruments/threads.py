"""threading.Thread and Timer: who starts whom, lanes from their first to their last moment, joins, names.

A thread's lane is numbered by the thread that starts it. The start is recorded when it has succeeded, with the time before it.
"""

from sys import _getframe

from _raceway import learning, recorder
from _raceway.kinds import EXCEPTION, GOT, OP_JOIN, OP_SLEEP, THREAD_START, TIMED_OUT
from _raceway.patching import Instrument, after, at_return, before, finally_, first, last, on_exception
from _raceway.recorder import (
    announce_lane,
    begin_lane,
    begin_wait,
    emit,
    end_lane,
    end_wait,
    in_wait,
    now,
    rename_lane,
    site,
)
from _raceway.standin import StandIn

RUNS_PROGRAM_CODE = {
    ("concurrent.futures.thread", "_worker"),
    ("multiprocessing.pool", "worker"),
    ("socketserver", "process_request_thread"),
}
"""Functions that the standard library starts threads with in order to run the program's code; its other threads are internal."""

EVERYBODY = 0
"""The number joined by the interpreter at exit: all threads that are no daemons."""

LONGEST_NS = (1 << 55) - 1

threads = Instrument("threading.Thread")


def install(threading):
    """Weave the first hooks into threading.Thread; the others follow when the first thread is started."""
    thread = threading.Thread
    thread._raceway = None
    start = getattr(threading, "_start_new_thread", None)  # until 3.12
    if isinstance(start, StandIn):  # these threads are told of here
        threading._start_new_thread = start.native
    threads.rest = (
        (thread._bootstrap_inner, first("HOOKS.runs(self)"), finally_("HOOKS.stops(self)")),
        (
            thread.join,
            # Up to 3.12, and since 3.13.
            before(("self._wait_for_tstate_lock(", "self._handle.join("), "WAIT = HOOKS.join_begins(self, timeout)"),
            last("if WAIT is not None: HOOKS.join_ends(self, WAIT)"),
            on_exception("if WAIT is not None: HOOKS.broken(WAIT)"),
        ),
        (thread.is_alive, at_return("return ", "if not RESULT: HOOKS.is_over(self)")),
        (
            threading._shutdown,
            before(("for lock in locks:", "_thread_shutdown()"), "WAIT = WAIT or HOOKS.exit_begins()"),
            last("if WAIT is not None: HOOKS.exit_ends(WAIT)"),
            on_exception("if WAIT is not None: HOOKS.broken(WAIT)"),
        ),
        (
            threading.Timer.run,
            before("self.finished.wait(", "WAIT = HOOKS.timer_begins(self.interval)"),
            after("self.finished.wait(", "if WAIT is not None: WAIT = HOOKS.timer_ends(WAIT)"),
            on_exception("if WAIT is not None: HOOKS.broken(WAIT)"),
        ),
    )
    threads.weave_all(
        (
            thread.start,
            # Before the thread is entered anywhere: a Ctrl-C in the hook leaves nothing behind.
            after("if self._started.is_set():", "WAIT = HOOKS.starts(self)"),
            before("del _limbo[self]", "HOOKS.could_not_start(self)"),
            before("self._started.wait()", "if WAIT is not None: HOOKS.started(WAIT)"),
        ),
        (thread.name.fset, last("HOOKS.renamed(self)")),
    )


def weave_making(threading):
    """For the race observer, which has to know what threads keep alive."""
    threads.weave_all((threading.Thread.__init__, last("HOOKS.made(self)")))


@threads.hook
def made(thread):
    """A Thread has its target and arguments."""
    if learning.keepers is not None:
        learning.keepers.thread_is_made(thread)


def _lane_of(thread, threading):
    """Number of the thread's lane in this process; 0 for one whose start was not seen, or that did not survive a fork.

    `threading` is the module's namespace.
    """
    if thread is threading["_main_thread"]:  # in a forked child the thread that forked, which had another lane before
        return recorder.main_lane
    lane = thread._raceway[0] if thread._raceway is not None else 0
    return lane if lane > recorder.main_lane else 0


@threads.hook
def starts(thread):
    """The thread is started next. Returns what `started` shall record, at the time of now: the new thread begins after it."""
    if not recorder.active:
        return None
    threads.weave_rest()
    frame = _getframe(1)
    target = getattr(thread, "_target", None)
    runs = getattr(target, "__module__", None), getattr(target, "__name__", None)
    caller = frame.f_back  # None when C calls start, atexit for one: somebody registered that
    by_library = caller is not None and not recorder.is_program_frame(caller)
    internal = by_library and runs not in RUNS_PROGRAM_CODE
    announced = announce_lane(str(thread._name), bool(thread._daemonic), internal)
    object.__setattr__(thread, "_raceway", announced)
    if learning.keepers is not None:
        learning.keepers.look_at_globals()
    return now(), announced[0], site(frame)


@threads.hook
def could_not_start(thread):
    """The system has no room for another thread. The program may try again."""
    object.__setattr__(thread, "_raceway", None)


@threads.hook
def started(start):
    """The start succeeded; the new thread may be running."""
    time, lane, place = start
    emit(THREAD_START, 0, 0, lane, place, time)


@threads.hook
def runs(thread):
    """In the new thread, before anything else."""
    if recorder.active and thread._raceway is not None:
        begin_lane(thread._raceway)


@threads.hook
def stops(thread):
    """In the thread, after everything else."""
    if learning.keepers is not None:
        learning.keepers.thread_ends(thread)
    end_lane()


@threads.hook
def renamed(thread):
    """The thread has its new name."""
    lane = _lane_of(thread, _getframe(1).f_globals)
    if lane:
        rename_lane(lane, str(thread._name))


def _is_alive(thread):
    handle = getattr(thread, "_handle", None)  # since 3.13
    if handle is not None:
        return not handle.is_done()
    lock = thread._tstate_lock
    return lock is not None and lock.locked()


@threads.hook
def join_begins(thread, timeout):
    """The arguments were accepted; a thread that has ended already is not waited for."""
    frame = _getframe(1)
    lane = _lane_of(thread, frame.f_globals)
    if not recorder.active or not lane or in_wait():
        return None
    if not _is_alive(thread):
        learning.learned(OP_JOIN, lane)
        return None
    return begin_wait(OP_JOIN, lane, site(frame), 0, 0, 0 if timeout is None else 1)


@threads.hook
def join_ends(thread, wait):
    """The thread ended, or it took too long."""
    end_wait(wait, TIMED_OUT if _is_alive(thread) else GOT)


@threads.hook
def is_over(thread):
    """Somebody asked whether the thread lives, and it does not (any more)."""
    lane = _lane_of(thread, _getframe(1).f_globals)
    if lane:
        learning.learned(OP_JOIN, lane)


@threads.hook
def exit_begins():
    """The interpreter is about to end and waits for threads."""
    threading = _getframe(1).f_globals
    others = [t for t in list(threading["_active"].values()) if not t._daemonic and t is not threading["_main_thread"]]
    return begin_wait(OP_JOIN, EVERYBODY, 0) if recorder.active and others else None


@threads.hook
def exit_ends(wait):
    """All of them ended."""
    end_wait(wait, GOT)


@threads.hook
def timer_begins(interval):
    """A Timer's thread waits for its time."""
    if not recorder.active or not isinstance(interval, (int, float)) or not interval > 0:
        return None
    return begin_wait(OP_SLEEP, 0, site(_getframe(1)), 0, 0, min(int(interval * 1e9), LONGEST_NS))


@threads.hook
def timer_ends(wait):
    """The time has come, or the timer was cancelled."""
    end_wait(wait, GOT)
    return None


@threads.hook
def broken(wait):
    """An exception ends the wait."""
    end_wait(wait, EXCEPTION)
