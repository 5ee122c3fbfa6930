"""The semaphore in C inside multiprocessing's Semaphore and BoundedSemaphore, traced: permits, and the value after each change.

As in mplocks.py: taken as the last act of C, let go of in C. The value is what the semaphore said just then; other processes may
have changed it meanwhile. A release bears the time just before it, a permit got the time just after it.
"""

from _functools import partial
from _multiprocessing import SemLock
from _operator import ge, getitem
from itertools import repeat
from sys import _getframe

from _raceway import recorder
from _raceway.instruments.atomic import CLOCK, FALSES, NOWHERE
from _raceway.instruments.mplocks import leave_by, like_native, truth
from _raceway.kinds import EXCEPTION, GOT, MISSED, OP_SEMAPHORE, OVER_RELEASE, PERMIT, RELEASE, TIMED_OUT
from _raceway.recorder import begin_wait, emit, end_wait, local, site, turn
from _raceway.tally import ACQUISITIONS, RELEASES, TRIES_MISSED

NON_BLOCKING, TIMED = 1, 2
PERMIT_WORD = PERMIT << 56


def values_of(native):
    """An iterator of what the semaphore's value is; of zeros where the platform does not tell (macOS)."""
    try:
        native._get_value()
    except NotImplementedError:
        return repeat(0)
    return iter(native._get_value, -1)


@like_native
class Permits:
    """Stands in the place of a semaphore's `_semlock`; `tally` is the mark."""

    __slots__ = ("__exit__", "__weakref__", "native", "probe", "release", "tally", "values")

    def __init__(self, native, tally):
        self.native = native
        self.tally = tally
        self.values = values = values_of(native)
        self.probe = map(native.acquire, FALSES)
        released = map(partial(_released, values, tally), CLOCK, iter(native.release, 1))
        if type(values) is not repeat:
            refused = map(_refuse, repeat(tally), repeat(native))
            beyond = map(ge, values, repeat(native.maxvalue))
            released = map(next, map(getitem, repeat((released, refused)), beyond))
        self.release = released.__next__
        self.__exit__ = leave_by(self.release)

    def acquire(self, block=True, timeout=None):
        frame = _getframe().f_back
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
        tally = self.tally
        tries = self.probe if timeout is None else map(self.native.acquire, (False,), (timeout,))
        for got in iter(partial(self._take, frame, tries, NOWHERE, 0), 2):
            if got:
                return True
            break
        limited = 0 if timeout is None else 1
        if not block or limited and float(timeout) <= 0:
            tally.event(MISSED, TRIES_MISSED, frame, OP_SEMAPHORE, TIMED if block else NON_BLOCKING)
            return False
        wait = begin_wait(OP_SEMAPHORE, tally.id, site(frame), 0, 0, limited)
        try:
            for got in iter(partial(self._take, frame, map(self.native.acquire, (True,), (timeout,)), *wait), 2):
                if got:
                    return True
                break
        except BaseException as error:
            end_wait(wait, EXCEPTION)
            error.__traceback__ = None  # what lies below is ours
            raise
        end_wait(wait, TIMED_OUT)
        return False

    def _take(self, frame, tries, wq, wk):
        """Take a permit by the first of `tries`, record it and the end of the wait in word `wk` of `wq`."""
        tally = self.tally
        lane = local.me
        where = PERMIT_WORD | site(frame)
        counted = tally.left <= 0 or not recorder.active
        if counted and recorder.active and tally.words is None:
            tally._count_only()
        if lane.k > lane.end:
            turn(lane)
        words, at = (tally.words, tally.at) if counted and tally.words is not None else (NOWHERE, 0)
        step = 0 if counted else 4
        what = tally.id << 40
        totals = tally.totals
        values = self.values
        for got in tries:
            if got:
                totals[ACQUISITIONS] = count = totals[ACQUISITIONS] + 1
                tally.left = tally.left - 1
                q = (lane.q, NOWHERE)[counted]
                k = (lane.k, 0)[counted]
                for value in values:
                    for t in CLOCK:
                        wq[wk + 6] = GOT
                        wq[wk + 1] = t
                        words[at + ACQUISITIONS] = count
                        q[k] = t
                        q[k + 1] = value
                        q[k + 2] = what | count
                        q[k + 3] = where
                        lane.k = lane.k + step
                        return True
            return False

    def __repr__(self):
        return repr(self.native)

    def __reduce_ex__(self, protocol):
        return self.native.__reduce_ex__(protocol)

    __class__ = property(lambda self: SemLock)


def _released(values, tally, time, nothing):
    """The permit is back; `time` was just before that."""
    for value in values:
        tally.event(RELEASE, RELEASES, _getframe(), value, 1, time)
        return


def _refuse(tally, native):
    """A release beyond the bound: recorded, and refused by the native semaphore."""
    emit(OVER_RELEASE, tally.id, 0, 0, site(_getframe()))
    try:
        native.release()
    except BaseException as error:
        error.__traceback__ = error.__traceback__.tb_next
        raise
