"""The traced threading.RLock. locks.py explains the rules.

What follows a successful acquire stands here a second time, on purpose: a function shared with Lock would be a call while
the lock is held.
"""

from _functools import partial
from _operator import is_, setitem
from _thread import RLock as new_rlock
from itertools import repeat
from sys import _getframe, version_info
from time import perf_counter_ns

from _raceway import learning, recorder
from _raceway.instruments.atomic import (
    CLOCK,
    FALSES,
    NOWHERE,
    PAIR_NOWHERE,
    STAMP,
    End,
    LockType,
    Stack,
    checked,
    name_like_native,
)
from _raceway.instruments.traced import (
    FOREVER,
    HOLD_AGAIN_WORD,
    NON_BLOCKING,
    SITE_MASK,
    STEPS,
    TAKEN_OVER_WORD,
    TracedLock,
)
from _raceway.kinds import GOT, HOLD_AGAIN, OP_LOCK, REENTRY
from _raceway.recorder import begin_wait, emit, local, turn

TRUTH = partial(is_, None)  # the native _acquire_restore returns None


class RLock(TracedLock, metaclass=LockType):
    """A traced threading.RLock: like Lock, but open holds stand on a stack.

    Each acquire pushes (o, q), each release pops q and o in C.  A re-entry pushes a place nobody reads, so that only the
    outermost release writes an end.  Releases always go through the chain, in the counted tier too: a pop without its push
    would fail, and a failed release is a leaked lock.
    """

    __slots__ = ("stack",)
    _native_type = type(new_rlock())

    def acquire(self, blocking=True, timeout=-1):
        if timeout is not FOREVER or blocking is not True and blocking is not False:
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
        # Exact without asking the native lock, even where threads switch anywhere (3.8): whoever takes the lock becomes its
        # owner before the stack grows, so a stack that was not empty with this thread as owner afterwards is this thread's.
        if self.stack and self.own is lane:
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
                    for t in CLOCK:
                        q[k] = t
                        q[k + 1] = 0
                        q[k + 2] = seq
                        q[k + 3] = site
                        lane.k = k + 4
                        return True
                break
        else:
            if not self.counting:
                self._count_only()
            if self.own is not lane and learning.is_on:  # it changes hands, which is recorded
                for got in iter(partial(self._acquire_otherwise, frame, blocking, FOREVER), 2):
                    return got
            cells = self.cells
            for got in probe:
                if got:
                    self.seq = seq = self.seq + 1
                    self.own = lane
                    self.held = frame.f_code
                    self.lasti = frame.f_lasti
                    self.stack += PAIR_NOWHERE
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

    def _warm_up(self):
        """Build the chain that lets go: pop q, pop o, release, clock, store."""
        native = self.native
        # Not iter(stack.pop, None): comparing a memoryview with None raises and clears an exception inside, 200 ns.
        pop = map(list.pop if version_info >= (3, 10) else Stack.pop_or_nowhere, repeat(self.stack))
        chain = map(
            setitem,
            checked(native._is_owned, map(End.refuse, repeat(self.end)), pop),
            pop,
            map(STAMP, iter(native.release, 1)),
        )
        self.__exit__.__self__.close = chain.__next__
        self.release = chain.__next__
        self.probe = probe = map(native.acquire, FALSES)
        return probe

    def _reenter(self, frame):
        """Acquire what this thread already holds: cannot block."""
        self.reentries = reentries = self.reentries + 1
        if self.left > 0:
            self.left -= 1
            emit(REENTRY, self.seq >> 40, self.seq, len(self.stack) // 2 + 1, recorder.site(frame))
        else:
            self.cells[self.at + 1] = reentries
        for got in self.probe:
            self.stack += PAIR_NOWHERE
            return got

    def _take(self, frame, tries, wait):
        """Take the lock by the first of `tries` and record the hold (and the end of the wait) in the same breath."""
        lane = local.me
        if self.stack and self.own is lane:
            return self._reenter(frame)
        return self._take_levels(self._find_site(frame), tries, wait, ())

    def _take_levels(self, site, tries, wait, inner_levels):
        """`inner_levels`: what a condition's wait puts back on the stack above the outermost hold."""
        lane = local.me
        counted = self.left <= 0
        if counted and not self.counting:
            self._count_only()
        if lane.k > lane.end:
            turn(lane)
        wq, wk = wait or (NOWHERE, 0)
        watched = counted and learning.is_on
        again = site >> 56 == HOLD_AGAIN
        words = site, TAKEN_OVER_WORD | site & SITE_MASK
        bump = 0 if counted and again else 1
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
                self.stack += ((k + 1, q), PAIR_NOWHERE)[counted]
                self.stack += inner_levels
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

    # What threading.Condition asks of the lock it is given.

    def _is_owned(self):
        return self.native._is_owned()

    def _release_save(self):
        """Let go of all levels; returns what `_acquire_restore` wants."""
        native, stack = self.native, self.stack
        if not native._is_owned():
            return native._release_save()  # raises what it raises
        inner_levels = PAIR_NOWHERE * (len(stack) // 2 - 1)
        o, q = stack[0], stack[1]
        release = iter(native._release_save, None)
        # Straight-line from here: whoever is interrupted between letting go and returning cannot take the lock back.
        del stack[:]
        for saved in release:
            for t in CLOCK:
                q[o] = t
                return saved, inner_levels

    def _acquire_restore(self, state):
        """Take back what `_release_save` let go of; a hold regained is no new acquisition.

        The native method is C: a signal handler can neither keep it from taking the lock back nor be run before it has. A
        handler that raises here is let in only at the end, where the native method's caller would look for signals.
        """
        saved, inner_levels = state
        site, wait, interrupt = HOLD_AGAIN_WORD, None, None
        try:
            site |= recorder.site(_getframe(1))
            if self.stack:
                holder_site, holder_lane = self._holder()
                wait = begin_wait(OP_LOCK, self.seq >> 40, site & SITE_MASK, holder_site, holder_lane)
        except BaseException as error:
            interrupt = error
        restore = None
        while not (self.stack and self.own is local.me):
            try:
                if restore is None:
                    restore = map(TRUTH, map(self.native._acquire_restore, (saved,)))
                for _ in iter(partial(self._take_levels, site, restore, wait, inner_levels), 2):
                    break
            except BaseException as error:  # before the lock was taken; behind that there is nothing that raises
                interrupt = error
        if interrupt is not None:
            interrupt.__traceback__ = None
            raise interrupt
        perf_counter_ns()  # a call: the interpreter looks for signals, as it does behind the native method

    def _is_changing_hands(self, own):
        return not self.stack

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
    lock = object.__new__(RLock)
    lock._set_up(new_rlock(), object_id)
    lock.stack = Stack()
    return lock


name_like_native(RLock)
