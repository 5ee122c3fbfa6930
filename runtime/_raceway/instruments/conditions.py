"""threading.Condition: who waits, and who notifies how many.

Only conditions that the program made itself are marked; those inside events, semaphores, barriers and queues cost one test of an
attribute. A wait begins before the lock is let go, so that a notify that ends it is recorded after it. It ends before the
lock is taken back: that may be a wait of its own, for the lock, which the lock records.
"""

from sys import _getframe, exc_info

from _raceway import recorder
from _raceway.instruments import locks, rlocks
from _raceway.kinds import CONDITION, EXCEPTION, GOT, NOTIFY, OP_CONDITION, TIMED_OUT
from _raceway.patching import Instrument, after, before, before_surely, last
from _raceway.recorder import SEQ_MASK, begin_wait, end_wait, site
from _raceway.tally import SIGNALS, Tally, resource, whole

ALL = SEQ_MASK
"""The number asked for by notify_all."""

NO_LIMIT = 1 << 62

conditions = Instrument("threading.Condition")


def install(threading):
    """Weave the first hooks into threading.Condition; the others follow when the program makes a condition."""
    condition = threading.Condition
    condition._raceway = None
    conditions.rest = (
        (
            condition.wait,
            before("saved_state = ", "if self._raceway is not None: WAIT = HOOKS.begins(self._raceway, timeout)"),
            before_surely("self._acquire_restore(", "if WAIT is not None: HOOKS.ends(WAIT, gotit)"),
        ),
        (
            condition.notify,
            before(("waiters = self", "all_waiters = self"), "if self._raceway is not None: HOOKS.notifies(self, n)"),
        ),
    )
    conditions.weave_all(
        (
            condition.__init__,
            after("lock = RLock()", "lock = HOOKS.own_lock(self, lock)"),
            last("HOOKS.created(self, lock)"),
        )
    )


def _mark(object_id):
    # The lock counts its holds in the cells of this number, so the condition's own events are all recorded.
    return Tally(object_id, NO_LIMIT)


@conditions.hook
def own_lock(condition, lock):
    """The condition made its own RLock: put a traced one in its place that bears the condition's number."""
    frame = _getframe(1)
    tally = resource(CONDITION, condition, frame, 0, _mark)
    return lock if tally is None else rlocks.make_rlock(tally.id)


@conditions.hook
def created(condition, lock):
    """The constructor is about to return."""
    tally = condition._raceway
    locks_number = locks.object_number(lock)
    if tally is None or tally.id != locks_number:
        tally = resource(CONDITION, condition, _getframe(1), locks_number, _mark)
    if tally is not None:
        conditions.weave_rest()


@conditions.hook
def begins(tally, timeout):
    """The thread will wait; the lock is still held."""
    if not recorder.active:
        return None
    limited = 0 if timeout is None else 1
    return begin_wait(OP_CONDITION, tally.id, site(_getframe(1)), 0, 0, limited), exc_info()[1]


@conditions.hook
def ends(wait, notified):
    """The thread woke and will take the lock back."""
    handle, error_before = wait
    if notified:
        end_wait(handle, GOT)
    else:
        end_wait(handle, TIMED_OUT if exc_info()[1] is error_before else EXCEPTION)


@conditions.hook
def notifies(condition, asked):
    """The lock is held and the arguments were accepted; the waiters are woken next."""
    frame = _getframe(1)
    woken = max(0, min(whole(asked), len(condition._waiters)))
    caller = frame.f_back  # None when C calls notify, atexit for one
    if caller is not None and caller.f_code is frame.f_globals["Condition"].notify_all.__code__:
        asked = ALL
    condition._raceway.event(NOTIFY, SIGNALS, frame, woken, whole(asked))
