"""threading.Lock and threading.RLock: recorded, counted, and never in the way.

A traced lock must be as *atomic* as the native one.  CPython looks for signals and thread switches when a Python function is
entered, after a call returns (3.11+) and on jumps (3.10).  If such a look falls between "the native lock is taken" and "the
program has it" (or between "the program lets go" and "the native lock is free"), Ctrl-C leaks the lock and waiting
threads pile up behind a holder that does nothing.  Hence the rules of this file, each held by test/runtime/test_locks*.py:

1. Everything that can be done before taking the native lock is done before it: lane, site, room in the chunk.
2. The native acquire is the `next` of a C iterator (`for got in self.probe`): FOR_ITER calls into C without a look afterwards.
3. From there to `return True` only straight-line code: attribute and item stores, FOR_ITER over the clock.  No call, no jump
   that is taken, nothing that can raise.
4. Letting go runs wholly in C: a chain of map objects reads where the open hold's end is to be stored, releases, reads the
   clock, stores.  No bytecode runs between the release and its record.

One record a hold: acquire writes it with its end empty, release fills the end.  A lock records its first FULL_RECORDS holds,
then is only counted (a running total in shared cells, owner and line still known); a *wait* is always recorded.

    program ──► _Lock ──probe──► native lock          program's `with` / release()
                  │ end                                   │
                  ▼                                       ▼
                _End(q, o) ◄── chain of maps ◄── _Exit.close   (an IOBase: its C __exit__ swallows the arguments
                  where the open hold's end goes                 and calls `close`, looked up when it is called)

`_Lock` refers to all of it and nothing refers back, so a lock dies when its last reference goes, as a native one does.
"""
from _functools import partial
from _operator import attrgetter, getitem, is_, setitem
from itertools import repeat
from sys import _getframe, version_info
from time import perf_counter_ns

from _raceway import recorder
from _raceway.recorder import (
    COUNTED,
    EXCEPTION,
    GOT,
    HOLD,
    HOLD_AGAIN,
    LOCK,
    MISSED,
    OP_LOCK,
    OVER_RELEASE,
    REENTRY,
    RLOCK,
    TIMED_OUT,
    begin_wait,
    emit,
    end_wait,
    local,
    turn,
)

_allocate_lock = __import__("_thread").allocate_lock
_new_rlock = __import__("_thread").RLock
_truth = partial(is_, None)  # the native _acquire_restore returns None

FULL_RECORDS = 2000
"""Holds of one lock that are recorded in full; later ones are counted."""

FOREVER = -1
HOLD_WORD = HOLD << 56
HOLD_AGAIN_WORD = HOLD_AGAIN << 56
NON_BLOCKING, TIMED = 1, 2

_clock = iter(perf_counter_ns, -1)  # `for t in _clock`: a time stamp without a look for signals
_stamp = partial(next, _clock)  # the same as a function that ignores what `map` hands it: next(clock, ignored)
_falses = repeat(False)
_get_q, _get_o = attrgetter("q"), attrgetter("o")
_nowhere = recorder.nowhere
_SITE_MASK = (1 << 56) - 1
_PAIR_NOWHERE = (1, _nowhere)


class _Exit(__import__("_io")._IOBase):
    """A C callable `exit(*anything)` that calls `self.close()`; the finalizer of IOBase would call it too, so it is disarmed."""

    __slots__ = ("close",)
    __del__ = bool


class _End:
    """Where the end of the open hold is to be stored: word `o` of `q`."""

    __slots__ = ("native", "o", "object_id", "q")

    def __init__(self, native, object_id):
        self.native = native
        self.object_id = object_id
        self.q = _nowhere
        self.o = 1

    def refuse(self):
        """Release of a lock that is not held (by this thread, for an rlock): recorded, then refused by the native lock."""
        emit(OVER_RELEASE, self.object_id, 0, 0, recorder.site(_getframe(1)))
        try:
            self.native.release()
        except BaseException as error:
            error.__traceback__ = error.__traceback__.tb_next
            raise
        return _nowhere

    def detach_from_recording(self, q, nowhere):
        """After a fork, in the child: `q` belongs to the parent."""
        if self.q is q:
            self.q, self.o = nowhere, 1


def _checked(is_held, refuse, held):
    """An iterator that gives `next(held)` while `is_held()`, else calls `refuse`; all in C."""
    return map(next, map(getitem, repeat((refuse, held)), iter(is_held, 2)))


class _Stack(list):
    """Open holds of an rlock: o, q, o, q, …"""

    __slots__ = ()

    def detach_from_recording(self, q, nowhere):
        """After a fork, in the child: `q` belongs to the parent."""
        for i, entry in enumerate(self):
            if entry is q:
                self[i - 1 : i + 1] = (1, nowhere)


class _LockType(type):
    """What `type(lock)` must answer although release and __exit__ live in slots of the instance."""

    def __instancecheck__(cls, instance):
        return type.__instancecheck__(cls, instance) or type.__instancecheck__(cls._native_type, instance)

    def __exit__(cls):
        return _exit_through_type

    __exit__ = property(__exit__)

    def release(cls):
        return _release_through_type

    release = property(release)


def _exit_through_type(self, *exc_info):
    return _Traced.__dict__["__exit__"].__get__(self)(*exc_info)


def _release_through_type(self):
    return self.release()


class _Traced:
    """What lock and rlock share: the state, the slots, and everything off the hot path.

    seq     object number << 40 | number of the last hold       own      Lane of the last owner
    left    holds that will still be recorded                   site     site of the last recorded acquire
    code, base   the last acquiring code object and its word: `base + f_lasti` is the site (in the counted tier: code, lasti)
    cells, at    where the total is stored once the lock is only counted
    """

    __slots__ = (
        "__exit__", "__weakref__", "at", "base", "cells", "code", "end", "lasti", "left", "missed", "native", "own", "probe",
        "release",
        "seq", "site", "swapped",
    )  # fmt: skip

    def _set_up(self, native, object_id):
        self.native = native
        self.seq = object_id << 40
        self.own = self.code = self.cells = self.probe = None
        self.site = self.base = self.lasti = self.missed = 0
        self.left = FULL_RECORDS
        self.swapped = False
        self.end = end = _End(native, object_id)
        # The chain is built at the first acquire. `with` fetches __exit__ before it calls __enter__, so what is fetched must
        # find the chain later: _Exit looks `close` up when it is called.
        leave = _Exit()
        leave.close = end.refuse
        self.__exit__ = self.release = leave.__exit__

    def _find_site(self, frame):
        """The site of this acquire with the record kind on top, and the cache for the next one from the same code."""
        code = frame.f_code
        tables = recorder.tables
        entry = tables.known.get(id(code))
        if entry is None:
            entry = tables.learn(code)
        if entry > 0:
            base = HOLD_WORD | entry
            self.base = base
            self.code = code
            return base + frame.f_lasti
        again = code.co_name == "_acquire_restore"  # Condition takes its lock back
        return (HOLD_AGAIN_WORD if again else HOLD_WORD) | recorder.site(frame.f_back)

    def _count_only(self):
        """Enter the counted tier: from now on a total in shared memory stands for most holds."""
        found = recorder.cells()
        if found is None:  # no room even for eight words: the totals go where nobody reads, and the flag FULL says so
            found = _nowhere, 0, 0
        words, at, address = found
        if self.cells is None:  # another thread may have been quicker; no look for a switch from here to the store
            self.at = at
            self.cells = words
            if address:
                emit(COUNTED, self.seq >> 40, self.seq, address, 0)

    def _holder(self):
        """(site, lane id) of whoever holds the lock now, as far as known."""
        own = self.own
        code, lasti, where = self.code, self.lasti, self.site
        if self.left <= 0 and code is not None:
            known = recorder.tables.known.get(id(code), 0)
            if known > 0:
                where = known + lasti
        return where & _SITE_MASK, own.id if own is not None else 0

    def _missed(self, how, frame):
        self.missed = missed = self.missed + 1
        if self.left > 0:
            self.left -= 1
            emit(MISSED, self.seq >> 40, how, OP_LOCK, recorder.site(frame))
        elif self.cells is not None:
            self.cells[self.at + 3] = missed
        return False

    def _check_arguments(self, blocking, timeout):
        """Raise what the native lock raises for arguments that it does not take."""
        scratch = _allocate_lock()
        try:
            scratch.acquire(blocking, timeout)
        except BaseException as error:
            error.__traceback__ = error.__traceback__.tb_next
            raise

    def _acquire_otherwise(self, frame, blocking, timeout):
        """acquire with arguments: non-blocking, timed, or wrong."""
        if blocking is not False or timeout is not FOREVER:
            self._check_arguments(blocking, timeout)
        if self.probe is None:
            self._warm_up()
        for got in self._try_once(frame):
            if got:
                return True
            break
        if not blocking:
            return self._missed(NON_BLOCKING, frame)
        if timeout == 0:
            return self._missed(TIMED, frame)
        for got in iter(partial(self._acquire_contended, frame, timeout), 2):
            return got

    def _try_once(self, frame):
        """An iterator whose first item tells whether the lock was free and is now ours, recorded."""
        return iter(partial(self._take, frame, self.probe, None), 2)

    def _acquire_contended(self, frame, timeout):
        """Wait for the lock; the wait is recorded whatever the tier."""
        holder_site, holder_lane = self._holder()
        where = recorder.site(frame)
        wait = begin_wait(OP_LOCK, self.seq >> 40, where, holder_site, holder_lane, 0 if timeout == FOREVER else 1)
        try:
            for got in iter(partial(self._take, frame, map(self.native.acquire, (True,), (timeout,)), wait), 2):
                if got:
                    return True
                break
        except BaseException as error:
            end_wait(wait, EXCEPTION)
            error.__traceback__ = None  # what lies below is ours
            raise
        end_wait(wait, TIMED_OUT)
        return False

    def detach_from_recording(self, words, nowhere):
        """After a fork, in the child: the cells belong to the parent; the next acquire asks for new ones."""
        if self.cells is words:
            self.cells = None

    def __repr__(self):
        return repr(self.native)

    def __reduce_ex__(self, protocol):
        try:
            return self.native.__reduce_ex__(protocol)
        except BaseException as error:
            error.__traceback__ = error.__traceback__.tb_next
            raise

    __class__ = property(lambda self: type(self)._native_type)


class _Lock(_Traced, metaclass=_LockType):
    """A traced threading.Lock."""

    __slots__ = ()
    _native_type = type(__import__("_thread").allocate_lock())

    def acquire(self, blocking=True, timeout=-1):
        if blocking is not True or timeout is not FOREVER:
            # A Python call that returns while holding would be a look for signals on 3.10; `next` in C is not.
            for got in iter(partial(self._acquire_otherwise, _getframe(1), blocking, timeout), 2):
                return got
        lane = local.me
        frame = _getframe(1)
        probe = self.probe
        if probe is None:
            probe = self._warm_up()
        if self.left > 0:
            site = self.base + frame.f_lasti if frame.f_code is self.code else self._find_site(frame)
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
                    for t in _clock:
                        q[k] = t
                        q[k + 1] = 0
                        q[k + 2] = seq
                        q[k + 3] = site
                        lane.k = k + 4
                        return True
                break
        else:
            cells = self.cells
            if cells is None or not self.swapped:
                cells = self._settle()
            end = self.end
            for got in probe:
                if got:
                    self.seq = seq = self.seq + 1
                    self.own = lane
                    self.code = frame.f_code
                    self.lasti = frame.f_lasti
                    end.q = _nowhere
                    end.o = 1
                    cells[self.at] = seq
                    return True
                break
        try:
            for got in iter(partial(self._acquire_contended, frame, FOREVER), 2):
                return got
        except BaseException as error:
            error.__traceback__ = error.__traceback__.tb_next  # our frame is not the program's business (3.11+)
            raise

    __enter__ = acquire
    acquire_lock = acquire

    def _warm_up(self):
        """Build the chain that lets go: q, o, release, clock, store, from left to right."""
        native, end = self.native, self.end
        ends = repeat(end)
        held = map(_get_q, ends)
        chain = map(
            setitem,
            _checked(native.locked, map(_End.refuse, ends), held),
            map(_get_o, ends),
            map(_stamp, iter(native.release, 1)),
        )
        self.__exit__.__self__.close = chain.__next__
        self.release = chain.__next__
        self.probe = probe = map(native.acquire, _falses)
        return probe

    def _settle(self):
        """In the counted tier: get cells, and once no recorded hold is open let `with` leave through the native lock."""
        if self.cells is None:
            self._count_only()
        if not self.swapped and self.end.q[self.end.o]:
            native, ends = self.native, repeat(self.end)
            self.__exit__ = native.__exit__
            self.release = _checked(native.locked, map(_End.refuse, ends), iter(native.release, 1)).__next__
            self.swapped = True
        return self.cells

    def _take(self, frame, tries, wait):
        """Take the lock by the first of `tries` and record the hold (and the end of the wait) in the same breath."""
        lane = local.me
        site = self._find_site(frame)
        if self.left <= 0 and self.cells is None:
            self._count_only()
        counted = self.left <= 0
        cells, at = (self.cells, self.at) if counted else (_nowhere, 0)
        if lane.k > lane.end:
            turn(lane)
        wq, wk = wait or (_nowhere, 0)
        # The counted tier writes its record nowhere, by the same straight line of code.
        step = 0 if counted else 4
        end = self.end
        for got in tries:
            if got:
                self.seq = seq = self.seq + 1
                self.left = self.left - 1
                self.own = lane
                self.site = site
                q = (lane.q, _nowhere)[counted]
                k = (lane.k, 0)[counted]
                end.q = q
                end.o = k + 1
                for t in _clock:
                    wq[wk + 6] = GOT
                    wq[wk + 1] = t
                    q[k] = t
                    q[k + 1] = 0
                    q[k + 2] = seq
                    q[k + 3] = site
                    cells[at] = seq
                    lane.k = lane.k + step
                    return True
            return False

    def locked(self):
        return self.native.locked()

    locked_lock = locked

    def _at_fork_reinit(self):
        self.native._at_fork_reinit()
        self.end.q, self.end.o = _nowhere, 1


class _RLock(_Traced, metaclass=_LockType):
    """A traced threading.RLock: like _Lock, but open holds stand on a stack.

    Each acquire pushes (o, q), each release pops q and o in C.  A re-entry pushes a place nobody reads, so that only the
    outermost release writes an end.  Releases always go through the chain, in the counted tier too: a pop without its push
    would fail, and a failed release is a leaked lock.
    """

    __slots__ = ("reentries", "stack")
    _native_type = type(_new_rlock())

    def acquire(self, blocking=True, timeout=-1):
        if blocking is not True or timeout is not FOREVER:
            for got in iter(partial(self._acquire_otherwise, _getframe(1), blocking, timeout), 2):
                return got
        lane = local.me
        frame = _getframe(1)
        probe = self.probe
        if probe is None:
            probe = self._warm_up()
        # Exact without asking the native lock: owner and stack change together, in one straight line.
        if self.own is lane and self.stack:
            for got in iter(partial(self._reenter, frame), 2):
                return got
        if self.left > 0:
            site = self.base + frame.f_lasti if frame.f_code is self.code else self._find_site(frame)
            if lane.k > lane.end:
                turn(lane)
            for got in probe:
                if got:
                    self.seq = seq = self.seq + 1
                    self.left = self.left - 1
                    self.own = lane
                    self.site = site
                    q = lane.q
                    k = lane.k
                    self.stack += (k + 1, q)
                    for t in _clock:
                        q[k] = t
                        q[k + 1] = 0
                        q[k + 2] = seq
                        q[k + 3] = site
                        lane.k = k + 4
                        return True
                break
        else:
            cells = self.cells
            if cells is None:
                self._count_only()
                cells = self.cells
            for got in probe:
                if got:
                    self.seq = seq = self.seq + 1
                    self.own = lane
                    self.code = frame.f_code
                    self.lasti = frame.f_lasti
                    self.stack += _PAIR_NOWHERE
                    cells[self.at] = seq
                    return True
                break
        try:
            for got in iter(partial(self._acquire_contended, frame, FOREVER), 2):
                return got
        except BaseException as error:
            error.__traceback__ = error.__traceback__.tb_next
            raise

    __enter__ = acquire

    def _warm_up(self):
        """Build the chain that lets go: pop q, pop o, release, clock, store."""
        native = self.native
        # Not iter(stack.pop, None): comparing a memoryview with None raises and clears an exception inside, 200 ns.
        pop = map(list.pop, repeat(self.stack))
        chain = map(
            setitem,
            _checked(native._is_owned, map(_End.refuse, repeat(self.end)), pop),
            pop,
            map(_stamp, iter(native.release, 1)),
        )
        self.__exit__.__self__.close = chain.__next__
        self.release = chain.__next__
        self.probe = probe = map(native.acquire, _falses)
        return probe

    def _reenter(self, frame):
        """Acquire what this thread already holds: cannot block."""
        self.reentries = reentries = self.reentries + 1
        if self.left > 0:
            self.left -= 1
            emit(REENTRY, self.seq >> 40, self.seq, len(self.stack) // 2 + 1, recorder.site(frame))
        elif self.cells is not None:
            self.cells[self.at + 1] = reentries
        for got in self.probe:
            self.stack += _PAIR_NOWHERE
            return got

    def _take(self, frame, tries, wait):
        """Take the lock by the first of `tries` and record the hold (and the end of the wait) in the same breath."""
        lane = local.me
        if self.own is lane and self.stack:
            return self._reenter(frame)
        return self._take_levels(self._find_site(frame), tries, wait, ())

    def _take_levels(self, site, tries, wait, inner_levels):
        """`inner_levels`: what a condition's wait puts back on the stack above the outermost hold."""
        lane = local.me
        if self.left <= 0 and self.cells is None:
            self._count_only()
        counted = self.left <= 0
        cells, at = (self.cells, self.at) if counted else (_nowhere, 0)
        if lane.k > lane.end:
            turn(lane)
        wq, wk = wait or (_nowhere, 0)
        step = 0 if counted else 4
        for got in tries:
            if got:
                self.seq = seq = self.seq + 1
                self.left = self.left - 1
                self.own = lane
                self.site = site
                q = (lane.q, _nowhere)[counted]
                k = (lane.k, 0)[counted]
                self.stack += (k + 1, q)
                self.stack += inner_levels
                for t in _clock:
                    wq[wk + 6] = GOT
                    wq[wk + 1] = t
                    q[k] = t
                    q[k + 1] = 0
                    q[k + 2] = seq
                    q[k + 3] = site
                    cells[at] = seq
                    lane.k = lane.k + step
                    return True
            return False

    # What threading.Condition asks of the lock it is given.

    def _is_owned(self):
        return self.native._is_owned()

    def _release_save(self):
        """Let go of all levels; returns what `_acquire_restore` wants."""
        native, stack = self.native, self.stack
        if not native._is_owned():
            return native._release_save()  # raises what it raises
        levels = len(stack)
        o, q = stack[0], stack[1]
        del stack[:]
        saved = native._release_save()
        q[o] = perf_counter_ns()
        return saved, _PAIR_NOWHERE * (levels // 2 - 1)

    def _acquire_restore(self, state):
        """Take back what `_release_save` let go of; a hold regained is no new acquisition."""
        saved, inner_levels = state
        site = HOLD_AGAIN_WORD | recorder.site(_getframe(1))
        wait = None
        if self.stack:
            holder_site, holder_lane = self._holder()
            wait = begin_wait(OP_LOCK, self.seq >> 40, site & _SITE_MASK, holder_site, holder_lane)
        restore = map(_truth, map(self.native._acquire_restore, (saved,)))
        for _ in iter(partial(self._take_levels, site, restore, wait, inner_levels), 2):
            return

    if hasattr(_native_type, "_recursion_count"):

        def _recursion_count(self):
            return self.native._recursion_count()

    if hasattr(_native_type, "locked"):

        def locked(self):
            return self.native.locked()

    def _at_fork_reinit(self):
        self.native._at_fork_reinit()
        del self.stack[:]


def make_rlock(object_id):
    """The lock that a traced condition makes for itself: its holds are recorded on the condition's own number."""
    lock = object.__new__(_RLock)
    lock._set_up(_new_rlock(), object_id)
    lock.reentries = 0
    lock.stack = _Stack()
    return lock


def object_number(lock):
    """The object number of a traced lock, 0 for anything else."""
    return lock.seq >> 40 if type(lock) in (_Lock, _RLock) else 0


def _create_lock(frame):
    """A new lock for the code that runs in `frame`: traced for program code, native for the standard library."""
    native = _allocate_lock()
    if not recorder.active or not recorder.is_program_frame(frame):
        return native
    object_id = recorder.new_object(LOCK, 0, recorder.site(frame))
    if not object_id:
        return native
    lock = object.__new__(_Lock)
    lock._set_up(native, object_id)
    return lock


class _LockFactory:
    """`threading.Lock` before 3.13: a callable that, like the built-in function it stands for, never binds to an instance."""

    __slots__ = ()
    __module__ = "_thread"
    __name__ = __qualname__ = "allocate_lock"
    __doc__ = _allocate_lock.__doc__

    def __call__(self):
        return _create_lock(_getframe(1))

    def __repr__(self):
        return repr(_allocate_lock)

    def __reduce__(self):
        from pkgutil import resolve_name

        return resolve_name, ("threading:Lock",)


def install(threading):
    """Patch `threading`: locks that program code makes from now on are traced."""
    if version_info >= (3, 13):

        def __new__(cls):
            return _create_lock(_getframe(1))

        _Lock.__new__ = __new__
        threading.Lock = _Lock
    else:

        def __new__(cls, *args, **kwargs):
            raise TypeError("cannot create '_thread.lock' instances")

        _Lock.__new__ = __new__
        threading.Lock = _LockFactory()

    original = threading.RLock

    def RLock(*args, **kwargs):
        frame = _getframe(1)
        native = original(*args, **kwargs)
        if type(native) is not _RLock._native_type or not recorder.active or not recorder.is_program_frame(frame):
            return native
        object_id = recorder.new_object(RLOCK, 0, recorder.site(frame))
        return make_rlock(object_id) if object_id else native

    for name in ("__module__", "__name__", "__qualname__", "__doc__"):
        setattr(RLock, name, getattr(original, name))
    threading.RLock = RLock


for _class, _native in ((_Lock, "lock"), (_RLock, "RLock")):
    _class.__module__ = _class._native_type.__module__
    _class.__name__ = _native
    _class.__qualname__ = _class._native_type.__qualname__
    _class.__doc__ = _class._native_type.__doc__
