"""multiprocessing.Condition: woven like the one of threads.

Its mark is that of the semaphore on which its waiters sleep. A lock that it made itself bears its number.
"""

from sys import _getframe, maxsize

from _raceway.instruments.conditions import ALL
from _raceway.instruments.mpshared import (
    OF_CONDITION,
    SharedTally,
    creator,
    key_of,
    mark_on,
    number,
    receives,
    semlocks,
)
from _raceway.instruments.mpsync import make_lock
from _raceway.kinds import CONDITION, EXCEPTION, GOT, NOTIFY, OP_CONDITION, TIMED_OUT
from _raceway.patching import Instrument, at_return, before, before_surely, last
from _raceway.recorder import begin_wait, end_wait, foreign_object, now, site
from _raceway.tally import SIGNALS, whole

MARKED = "if self._raceway is not None: "

conditions = Instrument("multiprocessing.Condition")


def install(synchronize):
    """Weave the first hook into multiprocessing.Condition; the others follow when the program makes a condition."""
    condition = synchronize.Condition
    condition._raceway = mark_on("_wait_semaphore")
    conditions.rest = (
        (
            condition.wait,
            before("self._sleeping_count.release()", MARKED + "WAIT = HOOKS.begins(self._raceway, timeout)"),
            at_return("return self._wait_semaphore.acquire(", "if WAIT is not None: WAIT = HOOKS.ends(WAIT, RESULT)"),
            before_surely("self._woken_count.release()", "if WAIT is not None: HOOKS.broken(WAIT)"),
        ),
        (
            condition.notify,
            before("sleepers = 0", MARKED + "WAIT = HOOKS.stamp()"),
            before("if sleepers:", "if WAIT is not None: HOOKS.notifies(self._raceway, n, sleepers, WAIT)"),
        ),
        (condition.__setstate__, last("HOOKS.came(self)")),
    )
    conditions.weave_all((condition.__init__, before("self._make_methods()", "HOOKS.created(self, lock)")))


@conditions.hook
def created(condition, lock):
    """The condition has its lock and its semaphores."""
    program = creator(condition, _getframe(1))
    if program is None:
        return
    own = condition._lock is not lock
    users = 0 if own else getattr(getattr(lock, "_raceway", None), "id", 0)
    object_id = number(CONDITION, program, users)
    if not object_id:
        return
    conditions.weave_rest()
    semlocks.weave_rest()
    key = key_of(object_id)
    if own:
        make_lock(condition._lock, object_id, key, True)
    condition._wait_semaphore._raceway = SharedTally(object_id, key, OF_CONDITION)


@receives(OF_CONDITION)
def _condition_came(semaphore, key, role):
    # Its number follows when the condition is put together.
    conditions.weave_rest()
    semaphore._raceway = SharedTally(0, key, role)


@conditions.hook
def came(condition):
    """The condition was unpickled. A lock of its own has its number already."""
    mark = condition._raceway
    if mark is not None and not mark.id:
        lock = condition._lock._raceway
        own = lock is not None and lock.key == mark.key
        mark.id = lock.id if own else foreign_object(mark.key)
        if not mark.id:
            condition._wait_semaphore._raceway = None


@conditions.hook
def stamp():
    """Sleepers are woken next."""
    return now()


@conditions.hook
def begins(mark, timeout):
    """The thread will wait; the lock is still held."""
    return begin_wait(OP_CONDITION, mark.id, site(_getframe(1)), 0, 0, 0 if timeout is None else 1)


@conditions.hook
def ends(wait, notified):
    """The wait returns `notified`."""
    end_wait(wait, GOT if notified else TIMED_OUT)
    return None


@conditions.hook
def broken(wait):
    """An exception ended the wait; the lock is taken back next."""
    end_wait(wait, EXCEPTION)


@conditions.hook
def notifies(mark, asked, woken, time):
    """Sleepers were woken since `time`."""
    asked = ALL if asked == maxsize else whole(asked)
    mark.event(NOTIFY, SIGNALS, _getframe(1), woken, asked, time)
