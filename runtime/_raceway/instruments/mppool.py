"""multiprocessing.Pool, pool.ThreadPool and dummy.Pool: jobs, workers, items, results that come back.

A job is what `apply_async`, `map_async`, `imap` and their kin put into the pool's task queue; its number is the library's own,
plus one, which travels with each unit. The object that the call returns, or waits on, bears `_raceway`: the Job.
"""

from sys import _getframe

from _raceway import learning, pools, recorder
from _raceway.kinds import EXCEPTION, GOT, OP_FUTURE, PROCESS_POOL, THREAD_POOL, TIMED_OUT
from _raceway.patching import Instrument, after, at_return, before, first, last, on_exception
from _raceway.recorder import end_wait

mp_pools = Instrument("multiprocessing.pool.Pool")
MARKED = "if self._raceway is not None: "
WORKING = "if WAIT is not None: "
LAZY = 0


class Job:
    """What one call gave a pool.

    pool, number   as in the records
    items          0 where they are taken one by one
    chunk_size     0 where items travel alone
    last           (index, items) of the unit handed on last, where they are taken one by one
    is_shared      do results come back from other processes?
    """

    __slots__ = ("chunk_size", "is_shared", "items", "last", "number", "pool")

    def __init__(self, pool, number, items, chunk_size, is_shared):
        self.pool = pool
        self.number = number
        self.items = items
        self.chunk_size = chunk_size
        self.last = None
        self.is_shared = is_shared

    def items_of(self, index):
        """How many items the unit has."""
        if self.items != LAZY:
            return min(self.chunk_size, self.items - index * self.chunk_size) if self.chunk_size else 1
        if self.last is not None and self.last[0] == index:
            return self.last[1]
        return self.chunk_size or 1


def install(pool):
    """Weave what workers run, and the first hook into Pool; the others follow when the program makes one."""
    cls = pool.Pool
    cls._raceway = pool.ApplyResult._raceway = pool.IMapIterator._raceway = None
    imap = after("result = IMap", MARKED + "HOOKS.submits_lazily(self, result, chunksize)")
    waits = (
        before("self._event.wait(timeout)", MARKED + "WAIT = HOOKS.begins(self._raceway, timeout)"),
        after("self._event.wait(timeout)", "if WAIT is not None: WAIT = HOOKS.ends(WAIT, self)"),
        on_exception("if WAIT is not None: HOOKS.broken(WAIT)"),
    )
    knows = "HOOKS.knows(self._raceway)"
    reads = "HOOKS.reads(self._raceway)"
    callbacks = before("self._callback(", knows), before("self._error_callback(", knows + "; " + reads)
    mp_pools.rest = (
        (cls.apply_async, after("result = ApplyResult(", MARKED + "HOOKS.submits(self, result)")),
        (cls._map_async, after("result = MapResult(", MARKED + "HOOKS.submits_map(self, result)")),
        (cls.imap, imap),
        (cls.imap_unordered, imap),
        (
            cls._handle_tasks,
            before("put(task)", "HOOKS.hands_on(cache, task)"),
            before("job, idx = task[:2]", "HOOKS.will_not_run(cache, task)"),
        ),
        (cls._handle_results, before("cache[job]._set(", "HOOKS.came_back(cache, job, i, obj)")),
        (
            cls.join,
            before("self._worker_handler.join()", MARKED + "WAIT = HOOKS.joins(self._raceway)"),
            last("if WAIT is not None: HOOKS.joined(WAIT)"),
            on_exception("if WAIT is not None: HOOKS.breaks_join(WAIT)"),
        ),
        (
            cls.terminate,
            before("self._terminate()", MARKED + "WAIT = HOOKS.joins(self._raceway)"),
            last("if WAIT is not None: HOOKS.joined(WAIT)"),
            on_exception("if WAIT is not None: HOOKS.breaks_join(WAIT)"),
        ),
        (pool.ApplyResult.wait, *waits),
        (pool.ApplyResult.ready, at_return("return self._event.is_set()", "if RESULT: " + knows)),
        (pool.ApplyResult.get, before("raise self._value", reads)),
        (pool.ApplyResult.successful, at_return("return self._success", "if not RESULT: " + reads)),
        (pool.ApplyResult._set, *callbacks),
        (pool.MapResult._set, *callbacks),
        (
            pool.IMapIterator.next,
            before("self._cond.wait(timeout)", MARKED + "WAIT = HOOKS.begins(self._raceway, timeout)"),
            after("self._cond.wait(timeout)", "if WAIT is not None: WAIT = HOOKS.ends(WAIT, self)"),
            before("success, value = item", knows),
            before("raise value", reads),
            on_exception("if WAIT is not None: HOOKS.broken(WAIT)"),
        ),
    )
    mp_pools.weave_all(
        (
            pool.worker,
            first("WAIT = HOOKS.works(inqueue)"),
            before("task = get()", WORKING + "HOOKS.idles(WAIT)"),
            after("task = get()", WORKING + "HOOKS.goes_on(WAIT)"),
            before("result = (True, func(", WORKING + "args = HOOKS.begins_unit(WAIT, job, i, func, args) or args"),
            after("result = (True, func(", WORKING + "HOOKS.ends_unit(WAIT)"),
            before("if wrap_exception and", WORKING + "HOOKS.raised(WAIT)"),
            on_exception(WORKING + "HOOKS.leaves(WAIT)"),
        ),
        (cls.__init__, before("self._processes = processes", "HOOKS.created(self, processes)")),
    )


@mp_pools.hook
def created(pool, workers):
    """The arguments were accepted; workers are started next."""
    frame = _getframe(1)
    of_threads = isinstance(pool, frame.f_globals["ThreadPool"])
    kind = THREAD_POOL if of_threads else PROCESS_POOL
    mp_pools.weave_rest()
    pools.created(kind, pool, pool._inqueue, workers, frame.f_back, not of_threads)


def _give(pool, result, items, chunk_size):
    """Number and mark what the program gave the pool."""
    if not recorder.active:
        return
    is_shared = not isinstance(pool, _getframe(2).f_globals["ThreadPool"])
    result._raceway = job = Job(pool._raceway.id, result._job + 1, items, pools.whole(chunk_size), is_shared)
    pools.submitted(job.pool, job.number, items, job.chunk_size, _getframe(2))


@mp_pools.hook
def submits(pool, result):
    """apply_async made `result`; the item goes to the task handler next."""
    _give(pool, result, 1, 0)


@mp_pools.hook
def submits_map(pool, result):
    """A map of any kind made `result`."""
    _give(pool, result, len(result._value), result._chunksize)


@mp_pools.hook
def submits_lazily(pool, result, chunk_size):
    """An imap of any kind made `result`."""
    _give(pool, result, LAZY, 0 if chunk_size == 1 else chunk_size)


def _chunk_of(task, mapped, starmapped):
    """(function, chunk) of a unit that is a chunk, else None."""
    return task[3][0] if task[2] is mapped or task[2] is starmapped else None


@mp_pools.hook
def hands_on(cache, task):
    """The task handler hands a unit to the workers next."""
    result = cache.get(task[0])
    job = result._raceway if result is not None else None
    if job is None or job.items != LAZY or not recorder.active:
        return
    module = _getframe(1).f_globals
    if task[2] is module["_helper_reraises_exception"]:  # the iterable raised
        job.last = task[1], 0
        return
    chunk = _chunk_of(task, module["mapstar"], module["starmapstar"]) if job.chunk_size else None
    items = 1 if chunk is None else len(chunk[1])
    job.last = task[1], items
    pools.handed(job.pool, job.number, task[1], items)


@mp_pools.hook
def will_not_run(cache, task):
    """The unit cannot be pickled."""
    result = cache.get(task[0])
    job = result._raceway if result is not None else None
    if job is not None and recorder.active:
        pools.cancelled(job.pool, job.number, task[1], job.items_of(task[1]))


@mp_pools.hook
def came_back(cache, number, index, outcome):
    """The result of a unit has come."""
    result = cache.get(number)
    job = result._raceway if result is not None else None
    if job is not None and job.is_shared:
        items = job.items_of(index)
        if items:
            pools.came_back(job.pool, job.number, index, items, not outcome[0])


@mp_pools.hook
def works(queue):
    """A worker, thread or process, begins."""
    return pools.worker(queue)


@mp_pools.hook
def idles(worker):
    """It asks for a unit."""
    worker.idles()


@mp_pools.hook
def goes_on(worker):
    """It has one, or shall end."""
    worker.goes_on()


@mp_pools.hook
def begins_unit(worker, number, index, called, arguments):
    """The function is called next. Returns other arguments for it, or None."""
    if not recorder.active:
        return None
    module = _getframe(1).f_globals
    if called is module["mapstar"] or called is module["starmapstar"]:
        called, chunk = arguments[0]
        items = worker.begins_chunk(number + 1, index, pools.code_of(called), chunk)
        return None if items is chunk else ((called, items),)
    if called is not module["_helper_reraises_exception"]:
        worker.begins(number + 1, index, pools.code_of(called))
    return None


@mp_pools.hook
def ends_unit(worker):
    """It has returned."""
    worker.ends()


@mp_pools.hook
def raised(worker):
    """It has raised."""
    worker.raised()


@mp_pools.hook
def leaves(worker):
    """An exception ends the worker: out of the item, or out of its wait for one."""
    worker.goes_on()
    worker.raised()


@mp_pools.hook
def joins(pool):
    """The thread waits for the workers' end."""
    return pools.begin_join(pool.id, _getframe(1)) if recorder.active else None


@mp_pools.hook
def joined(wait):
    """They have ended."""
    end_wait(wait, GOT)


@mp_pools.hook
def breaks_join(wait):
    """An exception ends the wait."""
    end_wait(wait, EXCEPTION)


@mp_pools.hook
def begins(job, timeout):
    """There is no result yet: the thread will wait."""
    return pools.begin_result(job.pool, job.number, timeout, _getframe(1)) if recorder.active else None


@mp_pools.hook
def knows(job):
    """This thread sees that there is a result; or runs the callback that is called with it."""
    if job is not None:
        learning.learned(OP_FUTURE, job.pool << 40 | job.number)


@mp_pools.hook
def reads(job):
    """The exception of one of its items is raised here, or given to the error callback next."""
    if job is not None and recorder.active:
        pools.error_read(job.pool, job.number)


@mp_pools.hook
def ends(wait, result):
    """There is one, or it took too long."""
    event = getattr(result, "_event", None)
    if event is not None:
        is_there = event.is_set()
    else:
        is_there = bool(result._items) or result._index == result._length
    end_wait(wait, GOT if is_there else TIMED_OUT)


@mp_pools.hook
def broken(wait):
    """An exception ends the wait."""
    end_wait(wait, EXCEPTION)
