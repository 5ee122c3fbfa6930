"""multiprocessing's Lock, RLock, Semaphore and BoundedSemaphore, and how all objects made of semaphores reach other processes.

The mark of an object is the `_raceway` of one semaphore (class SemLock) in it, and the semaphore carries it to other processes
(mpshared.py). Of a lock and a semaphore the C object inside is replaced (mplocks.py, mpsemaphores.py).
"""

from sys import _getframe

from _raceway import recorder
from _raceway.instruments.mplocks import MUTEX, ProcessLock, ProcessRLock, Straight
from _raceway.instruments.mpsemaphores import Permits, values_of
from _raceway.instruments.mpshared import (
    IS_LOCK,
    IS_RLOCK,
    IS_SEMAPHORE,
    SharedTally,
    arrived,
    creator,
    key_of,
    number,
    publish,
    receivers,
    receives,
    semlocks,
    token_of,
)
from _raceway.kinds import BOUNDED_SEMAPHORE, LOCK, RLOCK, SEMAPHORE
from _raceway.patching import before, last
from _raceway.recorder import foreign_object


def install(synchronize):
    """Weave the first hooks into multiprocessing.synchronize; the others follow when the program makes such an object."""
    semlock = synchronize.SemLock
    semlock._raceway = None
    leaving = "if self._raceway is not None: HOOKS.leaves(self)"
    semlocks.rest = ((semlock.__getstate__, before("return (h, sl.kind", leaving)),)
    semlocks.weave_all(
        (semlock.__init__, last("HOOKS.created(self, kind)")),
        (semlock.__setstate__, last("HOOKS.came(self, state)")),
    )


def _put_in(semaphore, traced, mark):
    """Let `traced` be what the library calls; `acquire` and `release` are copied from it."""
    semaphore._semlock = traced
    semaphore._make_methods()
    semaphore._raceway = mark


def make_lock(semaphore, object_id, key, is_recursive):
    """Trace a lock as the object of that number."""
    native = semaphore._semlock
    if is_recursive:
        lock = ProcessRLock().share(native, object_id, key, IS_RLOCK)
    else:
        lock = ProcessLock().share(native, object_id, key, IS_LOCK)
    _put_in(semaphore, lock, lock)


def _make_permits(semaphore, mark):
    _put_in(semaphore, Permits(semaphore._semlock, mark), mark)


def _trace_the_rest(module):
    """Weave and replace what is used by none but traced objects; `module`: the namespace of multiprocessing.synchronize."""
    semlocks.weave_rest()
    base = module["SemLock"]
    for name in ("__enter__", "__exit__"):
        if not isinstance(vars(base)[name], Straight):
            semlocks.replace(base, name, Straight(vars(base)[name]))


@semlocks.hook
def created(semaphore, kind):
    """SemLock's constructor is about to return: which of its subclasses is this, and who makes it?"""
    frame = _getframe(1)
    program = creator(semaphore, frame)
    if program is None:
        return
    module = frame.f_globals
    if isinstance(semaphore, (module["Lock"], module["RLock"])):
        object_id = number(RLOCK if kind == MUTEX else LOCK, program)
        if object_id:
            make_lock(semaphore, object_id, key_of(object_id), kind == MUTEX)
    elif isinstance(semaphore, module["Semaphore"]):
        what = BOUNDED_SEMAPHORE if isinstance(semaphore, module["BoundedSemaphore"]) else SEMAPHORE
        object_id = number(what, program, next(values_of(semaphore._semlock)))
        if object_id:
            _make_permits(semaphore, SharedTally(object_id, key_of(object_id), IS_SEMAPHORE))
    _trace_the_rest(module)


@semlocks.hook
def leaves(semaphore):
    """The semaphore is pickled, for a process that is being spawned."""
    name, mark = semaphore._semlock.name, semaphore._raceway
    if recorder.active and name is not None:
        publish(token_of(name), mark.key, mark.role)


@semlocks.hook
def came(semaphore, state):
    """The semaphore was unpickled."""
    found = arrived(token_of(state[3])) if isinstance(state[3], str) else None
    if found is not None and found[1] in receivers:
        key, role = found
        receivers[role](semaphore, key, role)
        _trace_the_rest(_getframe(1).f_globals)  # it may be sent on


@receives(IS_LOCK, IS_RLOCK)
def _lock_came(semaphore, key, role):
    object_id = foreign_object(key)
    if object_id:
        make_lock(semaphore, object_id, key, role == IS_RLOCK)


@receives(IS_SEMAPHORE)
def _semaphore_came(semaphore, key, role):
    object_id = foreign_object(key)
    if object_id:
        _make_permits(semaphore, SharedTally(object_id, key, role))
