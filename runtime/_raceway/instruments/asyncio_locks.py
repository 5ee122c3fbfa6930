"""asyncio.Lock and Condition: holds, who waits for them, who notifies how many.

A condition that made its own lock and that lock have one mark: the lock's holds are the condition's.
"""

from sys import _getframe

from _raceway.instruments.asyncio_parts import MARKED, WOKE, HoldTally, Part, event, waits, wakes
from _raceway.instruments.asyncio_sites import site_in_step
from _raceway.instruments.asyncio_tasks import lookup
from _raceway.kinds import CONDITION, LOCK, NOTIFY, OF_ASYNCIO, OP_CONDITION, OP_LOCK, OVER_RELEASE
from _raceway.patching import Instrument, after, before, last
from _raceway.recorder import SEQ_MASK, emit
from _raceway.tally import SIGNALS, Tally, resource, whole

ALL = SEQ_MASK
"""The number asked for by notify_all."""

locks = Instrument("asyncio.Lock")
conditions = Instrument("asyncio.Condition")
_condition = None


def install(module):
    """Weave the first hooks; the others follow when the program makes a lock or a condition."""
    global _condition
    lock, _condition = module.Lock, module.Condition
    lock._raceway = _condition._raceway = None
    locks.rest = (
        (
            lock.acquire,
            before("self._locked = True", MARKED + "HOOKS.taken(self._raceway)"),
            before("await fut", MARKED + "HOOKS.lock_waits(self._raceway, fut)"),
        ),
        (
            lock.release,
            before("self._locked = False", MARKED + "WAIT = HOOKS.released(self)"),
            after("self._wake_up_first()", WOKE),
            before("raise RuntimeError(", MARKED + "HOOKS.refused(self._raceway)"),
        ),
    )
    conditions.rest = (
        (_condition.wait, before("await fut", MARKED + "HOOKS.condition_waits(self._raceway, fut)")),
        # Since 3.13 notify is in two parts, and a wait that is cancelled uses the second.
        (
            _condition.notify,
            before(("idx = 0", "self._notify(n)"), MARKED + "WAIT = HOOKS.notifies(self, n)"),
            last(WOKE),
        ),
    )
    locks.weave_all((lock.__init__, last("HOOKS.lock_made(self)")))
    conditions.weave_all(
        (
            _condition.__init__,
            after("lock = Lock(", "HOOKS.own_lock(self, lock)"),
            last("HOOKS.condition_made(self, lock)"),
        )
    )


def weave_rest():
    """Weave all: something of the library's that has a lock or a condition inside is traced."""
    locks.weave_rest()
    conditions.weave_rest()


@locks.hook
def lock_made(lock):
    """The constructor is about to return."""
    if resource(LOCK | OF_ASYNCIO, lock, _getframe(1), 0, HoldTally) is not None:
        locks.weave_rest()


@locks.hook
def taken(mark):
    """The lock is taken next."""
    if type(mark) is HoldTally:
        frame = _getframe(1)
        caller = frame.f_back
        mark.begin(site_in_step(frame), caller is not None and caller.f_code is _condition.wait.__code__)


@locks.hook
def lock_waits(mark, future):
    """Another task has the lock, or comes first."""
    waits(mark, future, OP_LOCK)


@locks.hook
def released(lock):
    """The lock is let go next, then the first of those who wait is woken."""
    mark = lock._raceway
    if type(mark) is HoldTally:
        mark.finish()
        if lock._waiters:
            return wakes(site_in_step(_getframe(1)))
    return None


@locks.hook
@conditions.hook
def woke(lane):
    """Those who waited are ready. Returns None."""
    lane.wakes = 0


@locks.hook
def refused(mark):
    """A release of a lock that nobody has: its RuntimeError follows."""
    if type(mark) is HoldTally:
        emit(OVER_RELEASE, mark.id, 0, 0, site_in_step(_getframe(1)))


@conditions.hook
def own_lock(condition, lock):
    """The condition made its own lock."""
    tally = resource(CONDITION | OF_ASYNCIO, condition, _getframe(1), 0, HoldTally)
    if tally is not None:
        lock._raceway = tally


@conditions.hook
def condition_made(condition, lock):
    """The constructor is about to return."""
    if condition._raceway is None:
        try:
            of_lock = lookup(lock, "_raceway")
        except AttributeError:
            of_lock = None  # the program's own kind of lock
        number = of_lock.id if type(of_lock) is HoldTally else 0
        resource(CONDITION | OF_ASYNCIO, condition, _getframe(1), number)
    if condition._raceway is not None:
        weave_rest()


@conditions.hook
def condition_waits(mark, future):
    """The lock was let go; the task waits to be notified."""
    waits(mark, future, OP_CONDITION)


@conditions.hook
def notifies(condition, asked):
    """The lock is held; the waiters are woken next."""
    mark = condition._raceway
    if not isinstance(mark, Tally):
        return None
    frame = _getframe(1)
    waiting = len([waiter for waiter in condition._waiters if not waiter.done()])
    woken = max(0, min(whole(asked), waiting))
    caller = frame.f_back
    for_all = caller is not None and caller.f_code is _condition.notify_all.__code__
    place = site_in_step(frame)
    event(mark, NOTIFY, SIGNALS, place, woken, ALL if for_all else whole(asked))
    return wakes(place) if woken else None


def part(condition, op, object_id):
    """Who waits for `condition`, or its lock, waits for the object with that number."""
    mark = Part(op, object_id)
    condition._raceway = condition._lock._raceway = mark
    weave_rest()
