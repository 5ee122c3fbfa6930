"""What is kept for a pool, and how its workers find it.

A pool's objects meet in one queue, from which its workers take what they shall do; each worker is given it, the pool itself is
given to none. So pools are registered by that queue. A worker in another process has a queue of its own that means the same:
there the name of the semaphore that guards it tells the pool.
"""

from _functools import partial
from _weakref import ref
from os import getpid

from _raceway import recorder
from _raceway.items import Worker
from _raceway.kinds import CANCELLED, DONE, ERROR_READ, HANDED, OP_FUTURE, OP_POOL_JOIN, SUBMITTED
from _raceway.recorder import begin_wait, emit, new_object, site
from _raceway.tally import whole

FUNCTION, METHOD, BUILTIN = type(Worker.idles), type(Worker.idles.__get__(0)), type(len)
MOST_WRAPPERS = 8

_by_queue = {}
"""id(queue) → (weak reference to it, number of the pool)."""


class Pool:
    """The mark of a traced pool: its attribute `_raceway`. `jobs`: how many it had, where the library does not number them."""

    __slots__ = ("id", "jobs")

    def __init__(self, object_id):
        self.id = object_id
        self.jobs = 0

    def __reduce__(self):
        """A program that copies or pickles the __dict__ of a pool must not meet us: the copy of this is None."""
        return type(None), ()


def created(kind, pool, queue, workers, frame, is_shared):
    """Number and mark a pool; `queue` is what its workers take their units from. Returns whether it is traced.

    A pool is the program's whoever creates it for the program: asyncio makes one for `to_thread`.
    """
    if not recorder.active:
        return False
    creator = frame
    while creator is not None and not recorder.is_program_frame(creator):
        creator = creator.f_back
    if creator is None:
        return False
    key = partial(_key, queue) if is_shared else None
    object_id = new_object(kind, max(0, whole(workers)), site(creator), key)
    if not object_id:
        return False
    register(queue, object_id)
    object.__setattr__(pool, "_raceway", Pool(object_id))
    return True


def register(queue, object_id):
    """Let workers find the pool by its queue, for as long as that lives."""
    name = id(queue)
    _by_queue[name] = ref(queue, partial(_forget, name)), object_id


def _forget(name, reference):
    known = _by_queue.get(name)
    if known is not None and known[0] is reference:
        del _by_queue[name]


def _key(queue, object_id):
    return _name_of(queue) or "pool %d %d %d" % (getpid(), recorder.started_ns, object_id)


def _name_of(queue):
    """The name of the queue's semaphore, which all processes know; None where it has none: then only forked children use it."""
    try:
        name = queue._rlock._semlock.name
    except Exception:
        return None
    return name if isinstance(name, str) else None


def worker(queue):
    """This thread begins to work for the pool of `queue`: returns what it keeps meanwhile, None for a pool that is not traced."""
    if not recorder.active:
        return None
    known = _by_queue.get(id(queue))
    if known is not None and known[0]() is queue:
        return Worker(known[1])
    name = _name_of(queue)
    object_id = recorder.foreign_object(name) if name else 0
    if not object_id:
        return None
    register(queue, object_id)
    return Worker(object_id)


def code_of(called):
    """The code word (`code << 32`) of what is called; 0 where that is no function of the program.

    Nothing of the program's runs for that: what is called may answer to any attribute.
    """
    for _ in range(MOST_WRAPPERS):
        kind = type(called)
        if kind is FUNCTION:
            code = called.__code__
            entry = recorder.tables.known.get(id(code))
            if entry is None:
                entry = recorder.tables.learn(code)
            return entry if entry > 0 else 0
        if kind is METHOD:
            called = called.__func__
        elif kind is partial:
            # asyncio.to_thread calls `partial(context.run, function)`
            inner = called.func
            called = called.args[0] if _is_context_run(inner) and called.args else inner
        elif kind is type:
            called = _found(called, "__init__")
        else:
            called = _found(kind, "__call__")
    return 0


def _is_context_run(called):
    return type(called) is BUILTIN and called.__name__ == "run" and type(called.__self__).__name__ == "Context"


def _found(cls, name):
    for base in type.__dict__["__mro__"].__get__(cls):
        if name in base.__dict__:
            return base.__dict__[name]
    return None


def submitted(pool, job, items, chunk_size, frame, time=None):
    """The program gave the pool a job: `items`, 0 where they are taken one by one, in chunks of `chunk_size`, 0 for none."""
    emit(SUBMITTED, pool, job, whole(chunk_size) << 32 | items, site(frame), time)


def handed(pool, job, index, items):
    """A unit of a job whose items are taken one by one."""
    emit(HANDED, pool, job, items << 32 | index, 0)


def cancelled(pool, job, index, items):
    """These items will not run."""
    emit(CANCELLED, pool, job, items << 32 | index, 0)


def came_back(pool, job, index, items, failed):
    """The result of a unit has come from another process."""
    emit(DONE, pool, job, items << 33 | index << 1 | failed, 0)


def error_read(pool, job, index=0, items=0):
    """Somebody has the exception of this unit, of `items` 0: of the whole job, so that it is not lost."""
    emit(ERROR_READ, pool, job, items << 32 | index, 0)


def begin_result(pool, job, timeout, frame):
    """This thread waits for a result; 0 for `pool`: of several or none, 0 for `job`: of several."""
    return begin_wait(OP_FUTURE, pool, site(frame), job, 0, 0 if timeout is None else 1)


def begin_join(pool, frame):
    """This thread waits for all workers of a pool; its waits for each of them are part of that."""
    return begin_wait(OP_POOL_JOIN, pool, site(frame))
