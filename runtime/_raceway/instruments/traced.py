"""What lock and rlock share: the state, the slots, and everything off the hot path. locks.py explains the rules."""

from _functools import partial
from _thread import allocate_lock

from _raceway import recorder
from _raceway.attached import attached
from _raceway.instruments.atomic import NOWHERE, End, Exit
from _raceway.kinds import COUNTED, EXCEPTION, HOLD, HOLD_AGAIN, MISSED, OP_LOCK, TAKEN_OVER, TIMED_OUT
from _raceway.recorder import begin_wait, emit, end_wait

FULL_RECORDS = 2000
"""Holds of one lock that are recorded in full; later ones are counted."""

FOREVER = -1
HOLD_WORD = HOLD << 56
HOLD_AGAIN_WORD = HOLD_AGAIN << 56
TAKEN_OVER_WORD = TAKEN_OVER << 56
SITE_MASK = (1 << 56) - 1
STEPS = 0, 4
"""Words by which a lane moves on, by whether a record was written."""
NON_BLOCKING, TIMED = 1, 2


@attached
class TracedLock:
    """What lock and rlock share: the state, the slots, and everything off the hot path.

    seq     object number << 40 | number of the last hold       own      Lane of the last owner
    left    holds that will still be recorded                   site     site of the last recorded acquire
    code, base   the last code object that asked for the lock and its word: `base + f_lasti` is the site
    held, lasti  in the counted tier: where the owner took it (None: at `site`)
    regained     recorded holds that a condition's wait took back: they have a number and are no acquisitions
    cells, at    where the totals are stored once the lock is only counted (`counting`); before that, memory nobody reads
    """

    __slots__ = (
        "__exit__", "__weakref__", "at", "base", "cells", "code", "counting", "end", "held", "lasti", "left", "missed",
        "native", "own", "probe", "reentries", "regained", "release", "seq", "site", "swapped",
    )  # fmt: skip

    _taken_back_by = "_acquire_restore"
    """Name of the function of the library through which a condition takes its lock back."""

    # Each kind of lock has its own way:
    _warm_up: object  # () → the probe; builds the chain that lets go
    _is_changing_hands: object  # (own) → whether `own` is known to have let go
    _take: object  # (frame, tries, wait) → got; takes the native lock by the first of `tries`, recorded

    def _set_up(self, native, object_id):
        self.native = native
        self.seq = object_id << 40
        self.own = self.code = self.held = self.probe = None
        self.cells, self.at, self.counting = NOWHERE, 0, False
        self.site = self.base = self.lasti = self.missed = self.reentries = self.regained = 0
        self.left = FULL_RECORDS
        self.swapped = False
        self.end = end = End(native, object_id)
        # The chain is built at the first acquire. `with` fetches __exit__ before it calls __enter__, so what is fetched must
        # find the chain later: Exit looks `close` up when it is called.
        leave = Exit()
        leave.close = end.refuse  # pyright: ignore[reportAttributeAccessIssue]
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
        again = code.co_name == self._taken_back_by
        return (HOLD_AGAIN_WORD if again else HOLD_WORD) | recorder.site(frame.f_back)

    def _count_only(self):
        """Enter the counted tier: from now on a total in shared memory stands for most holds."""
        found = recorder.cells()
        if found is None:  # no room even for eight words: the totals go where nobody reads, and the flag FULL says so
            found = NOWHERE, 0, 0
        words, at, address = found
        # Another thread may have been quicker; no look for a switch from here to the end of the stores.
        if not self.counting:
            self.seq = seq = self.seq - self.regained
            self.regained = 0
            words[at] = seq
            words[at + 1] = self.reentries
            words[at + 3] = self.missed
            self.at = at
            self.cells = words
            self.counting = True
            if address:
                emit(COUNTED, seq >> 40, seq, address, 0)

    def _holder(self):
        """(site, lane id) of whoever holds the lock now, (0, 0) where that is not known.

        A thread that is woken inside the native acquire has the lock before it can say so: until then the last owner stands
        here, who has let go.
        """
        own, held, lasti, where = self.own, self.held, self.lasti, self.site
        if own is None or self._is_changing_hands(own):  # pyright: ignore
            return 0, 0
        if held is not None:
            entry = recorder.tables.known.get(id(held))
            if entry is None:
                entry = recorder.tables.learn(held)
            where = entry + lasti if entry > 0 else 0
        return where & SITE_MASK, own.id

    def _missed(self, how, frame):
        self.missed = missed = self.missed + 1
        if self.left > 0:
            self.left -= 1
            emit(MISSED, self.seq >> 40, how, OP_LOCK, recorder.site(frame))
        else:
            self.cells[self.at + 3] = missed
        return False

    def _check_arguments(self, blocking, timeout):
        """Raise what the native lock raises for arguments that it does not take."""
        scratch = allocate_lock()
        try:
            scratch.acquire(blocking, timeout)
        except BaseException as error:
            error.__traceback__ = error.__traceback__.tb_next
            raise

    def _acquire_otherwise(self, frame, blocking, timeout):
        """acquire with arguments: timed, wrong, or an int for a bool; and a plain lock that a condition takes back."""
        if blocking is not True or timeout is not FOREVER:
            self._check_arguments(blocking, timeout)
        if self.probe is None:
            self._warm_up()  # pyright: ignore
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
        limited = 0 if timeout is None or timeout == FOREVER else 1
        wait = begin_wait(OP_LOCK, self.seq >> 40, where, holder_site, holder_lane, limited)
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

    def detach_from_recording(self, nowhere):
        """After a fork, in the child: the cells belong to the parent; the next acquire asks for new ones and counts from 0.

        An owner that did not survive the fork has no lane here.
        """
        if self.own is not recorder.local.me:
            self.own = None
        if self.counting:
            self.cells, self.at, self.counting, self.swapped = nowhere, 0, False, False
            self.seq = self.seq >> 40 << 40
            self.missed = self.reentries = 0

    def __repr__(self):
        return repr(self.native)

    def __reduce_ex__(self, protocol):
        try:
            return self.native.__reduce_ex__(protocol)
        except BaseException as error:
            error.__traceback__ = error.__traceback__.tb_next
            raise

    __class__ = property(lambda self: type(self)._native_type)
