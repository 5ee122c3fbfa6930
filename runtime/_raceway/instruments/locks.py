"""threading.Lock and threading.RLock: recorded, counted, and never in the way.

A traced lock must be as *atomic* as the native one.  CPython looks for signals and thread switches when a Python function is
entered, after a call returns (3.11+) and on jumps (3.10).  If such a look falls between "the native lock is taken" and "the
program has it" (or between "the program lets go" and "the native lock is free"), Ctrl-C leaks the lock and waiting
threads pile up behind a holder that does nothing.  Hence the rules
of this file, atomic.py, traced.py and rlocks.py, each held by test/runtime/test_locks.py:

1. Everything that can be done before taking the native lock is done before it: lane, site, room in the chunk.
2. The native acquire is the `next` of a C iterator (`for got in self.probe`): FOR_ITER calls into C without a look afterwards.
3. From there to `return True` only straight-line code: attribute and item stores, FOR_ITER over the clock.  No call, no jump
   that is taken, nothing that can raise.
4. Letting go runs wholly in C: a chain of map objects reads where the open hold's end is to be stored, releases, reads the
   clock, stores.  No bytecode runs between the release and its record.

One record a hold: acquire writes it with its end empty, release fills the end.  A lock records its first FULL_RECORDS holds,
then is only counted (a running total in shared cells, owner and line still known); a *wait* is always recorded.

    program ──► Lock ───probe──► native lock          program's `with` / release()
                  │ end                                   │
                  ▼                                       ▼
                End(q, o) ◄─── chain of maps ◄── Exit.close    (an IOBase: its C __exit__ swallows the arguments
                  where the open hold's end goes                 and calls `close`, looked up when it is called)

A `Lock` refers to all of it and nothing refers back, so a lock dies when its last reference goes, as a native one does.
"""

from _functools import partial
from _operator import setitem
from _thread import allocate_lock
from itertools import repeat
from sys import _getframe, version_info

from _raceway import learning, recorder
from _raceway.classify import is_program
from _raceway.instruments import rlocks
from _raceway.instruments.atomic import (
    CLOCK,
    FALSES,
    GET_O,
    GET_Q,
    NOWHERE,
    STAMP,
    End,
    LockType,
    checked,
    name_like_native,
)
from _raceway.instruments.traced import (
    FOREVER,
    FULL_RECORDS,
    NON_BLOCKING,
    SITE_MASK,
    STEPS,
    TAKEN_OVER_WORD,
    TracedLock,
)
from _raceway.kinds import GOT, HOLD_AGAIN, LOCK, RLOCK
from _raceway.patching import Instrument, leave_no_frame
from _raceway.recorder import local, turn
from _raceway.standin import StandIn, attribute

__all__ = ["FULL_RECORDS", "install", "object_number"]


_FunctionType = type(is_program)
# The code of Condition._acquire_restore, through which a condition's wait takes a plain lock back; `install` sets it.
_condition_takes_back = None


class Lock(TracedLock, metaclass=LockType):
    """A traced threading.Lock."""

    __slots__ = ()
    _native_type = type(allocate_lock())

    def acquire(self, blocking=True, timeout=-1):
        if timeout is not FOREVER or blocking is not True and blocking is not False:
            # A Python call that returns while holding would be a look for signals on 3.10; `next` in C is not.
            try:
                for got in iter(partial(self._acquire_otherwise, _getframe(1), blocking, timeout), 2):
                    return got
            except BaseException as error:
                # Our frames are not the program's business. Older Pythons than 3.11 add them again.
                error.__traceback__ = None
                raise
        lane = local.me
        frame = _getframe(1)
        probe = self.probe
        if probe is None:
            probe = self._warm_up()
        if self.left > 0:
            if frame.f_code is self.code:
                site = self.base + frame.f_lasti
            else:
                site = self._find_site(frame)
                if site >> 56 == HOLD_AGAIN:
                    for got in iter(partial(self._acquire_otherwise, frame, True, FOREVER), 2):
                        return got
            if lane.k > lane.end:
                turn(lane)
            end = self.end
            for got in probe:
                if got:
                    self.seq = seq = self.seq + 1
                    self.left = self.left - 1
                    self.own = lane
                    self.site = site
                    end.q = q = lane.q
                    k = lane.k
                    end.o = k + 1
                    for t in CLOCK:
                        q[k] = t
                        q[k + 1] = 0
                        q[k + 2] = seq
                        q[k + 3] = site
                        lane.k = k + 4
                        return True
                break
        else:
            cells = self.cells if self.swapped else self._settle()
            end = self.end
            code = frame.f_code
            if code is _condition_takes_back:
                for got in iter(partial(self._acquire_otherwise, frame, True, FOREVER), 2):
                    return got
            if self.own is not lane and learning.is_on:  # it changes hands, which is recorded
                for got in iter(partial(self._acquire_otherwise, frame, blocking, FOREVER), 2):
                    return got
            for got in probe:
                if got:
                    self.seq = seq = self.seq + 1
                    self.own = lane
                    self.held = code
                    self.lasti = frame.f_lasti
                    end.q = NOWHERE
                    end.o = 1
                    cells[self.at] = seq
                    return True
                break
        if blocking is False:
            return self._missed(NON_BLOCKING, frame)
        try:
            for got in iter(partial(self._acquire_contended, frame, FOREVER), 2):
                return got
        except BaseException as error:
            error.__traceback__ = None
            raise

    __enter__ = acquire
    acquire_lock = acquire

    def _warm_up(self):
        """Build the chain that lets go: q, o, release, clock, store, from left to right."""
        native, end = self.native, self.end
        ends = repeat(end)
        held = map(GET_Q, ends)
        chain = map(
            setitem,
            checked(native.locked, map(End.refuse, ends), held),
            map(GET_O, ends),
            map(STAMP, iter(native.release, 1)),
        )
        self.__exit__.__self__.close = chain.__next__
        self.release = chain.__next__
        self.probe = probe = map(native.acquire, FALSES)
        return probe

    def _settle(self):
        """In the counted tier: get cells, and once no recorded hold is open let `with` leave through the native lock."""
        if not self.counting:
            self._count_only()
        if self.end.q is NOWHERE or self.end.q[self.end.o]:
            native, ends = self.native, repeat(self.end)
            self.__exit__ = native.__exit__
            self.release = checked(native.locked, map(End.refuse, ends), iter(native.release, 1)).__next__
            self.swapped = True
        return self.cells

    def _is_changing_hands(self, own):
        end = self.end
        if end.q is NOWHERE:
            # Counted: releases leave no trace, and a lock that its own holder wants is rarer than one just let go.
            return own is local.me
        return end.q[end.o] != 0

    def _take(self, frame, tries, wait):
        """Take the lock by the first of `tries` and record the hold (and the end of the wait) in the same breath."""
        lane = local.me
        site = self._find_site(frame)
        counted = self.left <= 0
        if counted and not self.counting:
            self._count_only()
        if lane.k > lane.end:
            turn(lane)
        wq, wk = wait or (NOWHERE, 0)
        # The counted tier writes its record nowhere, by the same straight line of code, and numbers no hold regained; but one
        # that another lane takes over is told of while races are looked for.
        watched = counted and learning.is_on
        again = site >> 56 == HOLD_AGAIN
        words = site, TAKEN_OVER_WORD | site & SITE_MASK
        bump = 0 if counted and again else 1
        end = self.end
        for got in tries:
            if got:
                written = watched & (self.own is not lane) | (not counted)
                self.seq = seq = self.seq + bump
                self.left = self.left - 1
                self.regained = self.regained + again * bump
                self.own = lane
                self.held = None
                self.site = site
                word = words[counted]
                q = (NOWHERE, lane.q)[written]
                k = (0, lane.k)[written]
                end.q = (q, NOWHERE)[counted]
                end.o = (k + 1, 1)[counted]
                for t in CLOCK:
                    wq[wk + 6] = GOT
                    wq[wk + 1] = t
                    q[k] = t
                    q[k + 1] = 0
                    q[k + 2] = seq
                    q[k + 3] = word
                    self.cells[self.at] = seq  # now, not when the wait began: the tier may have changed meanwhile
                    lane.k = lane.k + STEPS[written]
                    return True
            return False

    def __init_subclass__(cls, **kwargs):
        raise TypeError("type '%s.%s' is not an acceptable base type" % (Lock.__module__, Lock.__qualname__))

    def locked(self):
        return self.native.locked()

    locked_lock = locked

    def _at_fork_reinit(self):
        self.native._at_fork_reinit()
        self.end.q, self.end.o = NOWHERE, 1


name_like_native(Lock)


def object_number(lock):
    """The object number of a traced lock, 0 for anything else."""
    kind = type(lock)
    return lock.seq >> 40 if kind is Lock or kind is rlocks.RLock else 0


def _create_lock(frame):
    """A new lock for the code that runs in `frame`: traced for program code, native for the standard library."""
    native = allocate_lock()
    if not recorder.active or not recorder.is_program_frame(frame):
        return native
    object_id = recorder.new_object(LOCK, 0, recorder.site(frame))
    if not object_id:
        return native
    lock = object.__new__(Lock)
    lock._set_up(native, object_id)
    return lock


class _LockFactory(StandIn):
    """`threading.Lock` before 3.13."""

    def __call__(self, *args, **kwargs):
        if args or kwargs:
            try:
                return allocate_lock(*args, **kwargs)
            except TypeError:
                leave_no_frame()
                raise
        return _create_lock(_getframe(1))

    def __reduce__(self):
        return attribute("threading", "Lock")


def _new_lock(cls, *args, **kwargs):
    """`threading.Lock()` from 3.13 on."""
    if args or kwargs:
        try:
            return Lock._native_type(*args, **kwargs)
        except TypeError:
            leave_no_frame()
            raise
    return _create_lock(_getframe(1))


_new_lock.__wrapped__ = lambda cls: None  # inspect.signature shows no arguments


def _refuse_to_create(cls, *args, **kwargs):
    """`type(lock)()` before 3.13."""
    raise TypeError("cannot create '_thread.lock' instances")


def _guards_program(frame):
    """Does `frame` make the lock of a log handler of the program's own? logging holds it while it calls `emit`."""
    if frame.f_code.co_name != "createLock":
        return False
    emit = getattr(type(frame.f_locals.get("self")), "emit", None)
    return type(emit) is _FunctionType and is_program(emit.__code__)


def install(threading):
    """Patch `threading`: locks that program code makes from now on are traced."""
    global _condition_takes_back
    factories = Instrument("threading.Lock")
    _condition_takes_back = getattr(getattr(threading, "Condition", None), "_acquire_restore", install).__code__
    if version_info >= (3, 13):
        Lock.__new__ = _new_lock
        factories.replace(threading, "Lock", Lock)
    else:
        Lock.__new__ = _refuse_to_create
        factories.replace(threading, "Lock", _LockFactory(allocate_lock))

    original = threading.RLock

    def RLock(*args, **kwargs):
        frame = _getframe(1)
        native = original(*args, **kwargs)
        if type(native) is not rlocks.RLock._native_type or not recorder.active:
            return native
        if not recorder.is_program_frame(frame) and not _guards_program(frame):
            return native
        object_id = recorder.new_object(RLOCK, 0, recorder.site(frame))
        return rlocks.make_rlock(object_id) if object_id else native

    for name in ("__module__", "__name__", "__qualname__", "__doc__"):
        setattr(RLock, name, getattr(original, name))
    factories.replace(threading, "RLock", RLock)
