"""The semaphore in C inside a multiprocessing lock, traced. locks.py explains the rules that keep a lock atomic.

`multiprocessing.Lock` is a class in Python around `_multiprocessing.SemLock`, in its attribute `_semlock`. A lock that
program code made has one of these in that place:

    lock.acquire()  ──────────────────────────────►  ProcessLock.acquire ──probe──►  the native SemLock
    with lock:  ──► SemLock.__enter__ (Straight) ─►  ProcessLock.__enter__
    lock.release() / SemLock.__exit__ (Straight) ─►  chain of maps, in C: the hold's end, then the native release

Two things differ from a lock of threads. The order of holds of several processes is time, so a hold's end is stamped and stored
*before* the release. And another process may let go of what this one holds, or hold it now: a hold that has its end is
forgotten at once, for the next release here may be of somebody else's.
"""

from _functools import partial
from _multiprocessing import SemLock
from _operator import attrgetter, getitem, setitem
from itertools import repeat
from sys import _getframe, version_info

from _raceway import recorder
from _raceway.instruments.atomic import CLOCK, FALSES, GET_O, GET_Q, NOWHERE, PAIR_NOWHERE, Exit, Stack, checked
from _raceway.instruments.rlocks import RLock
from _raceway.instruments.traced import FULL_RECORDS, NON_BLOCKING, TIMED, TracedLock
from _raceway.kinds import GOT, HOLD_AGAIN, OVER_RELEASE, REENTRY
from _raceway.recorder import emit, local, turn

# Where a hold's end goes that is not recorded: as NOWHERE, but it tells that this process holds the lock.
UNREAD = memoryview(bytearray(64)).cast("q")
MUTEX = 0  # the `kind` of a lock that belongs to a thread
RESET = repeat({None: NOWHERE})
SHAPE = ("_is_mine", "_count", "_get_value", "_is_zero", "_after_fork", "handle", "kind", "maxvalue", "name")


class Accepted(Exception):
    """The native semaphore has come as far as to look at the timeout."""


class _Probe:
    def __float__(self):
        raise Accepted


_PROBE = _Probe()


def truth(native, block):
    """`block` as the native acquire reads it; raises what that raises for what it does not take."""
    try:
        native.acquire(block, _PROBE)
    except Accepted:
        pass
    else:
        native.release()  # a lock that is this thread's already gets another level without a look
    return bool(block)


def like_native(cls):
    """Class decorator: what the library asks of its `_semlock` besides acquire and release goes to the native one."""
    for name in SHAPE:
        setattr(cls, name, property(attrgetter("native." + name)))
    cls.SEM_VALUE_MAX = SemLock.SEM_VALUE_MAX
    return cls


def refuse(end):
    """Release of a lock that is not held: recorded, and refused by the native one.

    Another process may have taken it a moment ago; then it is let go of after all, as it would be without us.
    """
    native = end.native
    if native.kind == MUTEX or not native._is_zero():
        emit(OVER_RELEASE, end.object_id, 0, 0, recorder.site(_getframe()))
        try:
            native.release()
        except BaseException as error:
            error.__traceback__ = error.__traceback__.tb_next
            raise
    return NOWHERE


def leave_by(chain):
    """`__exit__`: takes any arguments and calls the C function `chain`."""
    leave = Exit()
    leave.close = chain  # pyright: ignore[reportAttributeAccessIssue]
    return leave.__exit__


class Straight(property):
    """Stands in the place of `SemLock.__enter__` and `__exit__`, functions that look for signals while the lock is held.

    `with` fetches it from the lock, all in C: the method of the C object inside. Fetched from the class, it is called like
    the function that it stands for.
    """

    def __init__(self, native):
        property.__init__(self, attrgetter("_semlock." + native.__name__), None, None, native.__doc__)
        self.__wrapped__ = native
        self.__name__, self.__qualname__, self.__module__ = native.__name__, native.__qualname__, native.__module__

    def __call__(self, lock, *exc_info):
        return self.__wrapped__(lock, *exc_info)


class _Shared(TracedLock):
    """What both kinds of lock need beside what a lock of threads has."""

    __slots__ = ()
    _native_type = SemLock
    _taken_back_by = "wait"
    id = property(lambda self: self.seq >> 40)

    def share(self, native, object_id, key, role):
        """Set up a new lock around `native`."""
        self._set_up(native, object_id)
        self.key = key
        self.role = role
        self._warm_up()  # pyright: ignore
        return self

    def acquire(self, block=True, timeout=None):
        frame = _getframe().f_back
        # A Python call that returns while holding would be a look for signals on 3.10; `next` in C is not.
        try:
            for got in iter(partial(self._acquire, frame, block, timeout), 2):
                return got
        except BaseException as error:
            error.__traceback__ = None
            raise

    def __enter__(self):
        frame = _getframe().f_back
        try:
            for got in iter(partial(self._acquire, frame, True, None), 2):
                return got
        except BaseException as error:
            error.__traceback__ = None
            raise

    def _acquire(self, frame, block, timeout):
        if frame is None:  # called from C alone, as the first function of a thread may be
            frame = _getframe()
        if type(block) is not bool:
            block = truth(self.native, block)
        tries = self.probe if timeout is None else map(self.native.acquire, (False,), (timeout,))
        for got in iter(partial(self._take, frame, tries, None), 2):  # pyright: ignore
            if got:
                return True
            break
        if not block:
            return self._missed(NON_BLOCKING, frame)
        if timeout is not None and float(timeout) <= 0:
            return self._missed(TIMED, frame)
        for got in iter(partial(self._acquire_contended, frame, timeout), 2):
            return got

    def detach_from_recording(self, nowhere):
        """After a fork, in the child: what happened so far happened in the parent."""
        TracedLock.detach_from_recording(self, nowhere)
        self.cells, self.at, self.counting = nowhere, 0, False
        self.seq = self.seq >> 40 << 40
        self.left = FULL_RECORDS
        self.missed = self.reentries = self.regained = 0


@like_native
class ProcessLock(_Shared):
    """For multiprocessing.Lock: any thread of any process may let go of it."""

    __slots__ = ("key", "role")

    def _warm_up(self):
        """Build the chain that lets go: q, o, clock, store, forget the hold, release; from left to right."""
        native, ends = self.native, repeat(self.end)
        held = checked(native._is_zero, map(refuse, ends), map(GET_Q, ends))
        stored = map(setitem, held, map(GET_O, ends), CLOCK)
        forgotten = map(setattr, ends, repeat("q"), map(getitem, RESET, stored))
        self.release = chain = map(partial(next, iter(native.release, 1)), forgotten).__next__
        self.__exit__ = leave_by(chain)
        self.probe = map(native.acquire, FALSES)

    def _is_changing_hands(self, own):
        return self.end.q is NOWHERE

    def _take(self, frame, tries, wait):
        """Take the lock by the first of `tries` and record the hold (and the end of the wait) in the same breath."""
        lane = local.me
        site = self.base + frame.f_lasti if frame.f_code is self.code else self._find_site(frame)
        counted = self.left <= 0
        if counted and not self.counting:
            self._count_only()
        if lane.k > lane.end:
            turn(lane)
        wq, wk = wait or (NOWHERE, 0)
        step = 0 if counted else 4
        again = site >> 56 == HOLD_AGAIN
        bump = 0 if counted and again else 1
        end = self.end
        for got in tries:
            if got:
                self.seq = seq = self.seq + bump
                self.left = self.left - 1
                self.regained = self.regained + again * bump
                self.own = lane
                self.held = None
                self.site = site
                q = (lane.q, UNREAD)[counted]
                k = (lane.k, 0)[counted]
                end.q = q
                end.o = k + 1
                for t in CLOCK:
                    wq[wk + 6] = GOT
                    wq[wk + 1] = t
                    q[k] = t
                    q[k + 1] = 0
                    q[k + 2] = seq
                    q[k + 3] = site
                    self.cells[self.at] = seq
                    lane.k = lane.k + step
                    return True
            return False


@like_native
class ProcessRLock(_Shared, RLock):
    """For multiprocessing.RLock: belongs to a thread of a process.

    Whose it is now the native one is asked: after a fork the stack may have levels at its bottom that nobody holds here.
    """

    __slots__ = ("key", "role")

    def share(self, native, object_id, key, role):
        """Set up a new lock around `native`."""
        self.stack = Stack()
        return _Shared.share(self, native, object_id, key, role)

    def _warm_up(self):
        """Build the chain that lets go: pop q, pop o, clock, store, release."""
        native = self.native
        pop = map(list.pop if version_info >= (3, 10) else Stack.pop_or_nowhere, repeat(self.stack))
        held = checked(native._is_mine, map(refuse, repeat(self.end)), pop)
        self.release = chain = map(partial(next, iter(native.release, 1)), map(setitem, held, pop, CLOCK)).__next__
        self.__exit__ = leave_by(chain)
        self.probe = map(native.acquire, FALSES)

    def _is_changing_hands(self, own):
        return self.native._count() == 0

    def _take(self, frame, tries, wait):
        if self.native._is_mine():
            return self._reenter(frame)
        site = self.base + frame.f_lasti if frame.f_code is self.code else self._find_site(frame)
        for got in iter(partial(self._take_levels, site, tries, wait, ()), 2):
            return got

    def _reenter(self, frame):
        if frame.f_code.co_name != self._taken_back_by or recorder.is_program_frame(frame):
            self.reentries = reentries = self.reentries + 1
            if self.left > 0:
                self.left -= 1
                emit(REENTRY, self.seq >> 40, self.seq, self.native._count() + 1, recorder.site(frame))
            else:
                self.cells[self.at + 1] = reentries
        for got in self.probe:
            self.stack += PAIR_NOWHERE
            return got
