"""concurrent.futures: waits for results, items that are cancelled, and `map`, whatever executor it belongs to.

A future of a traced executor bears `_raceway`: (number of the pool, job), and `_raceway_unit`: (index, items) where that is not
(0, 1). asyncio's instrument reads them, too.
"""

from sys import _getframe

from _raceway import learning, pools, recorder
from _raceway.kinds import EXCEPTION, GOT, TIMED_OUT
from _raceway.patching import Instrument, after, at_return, before, first, last, on_exception
from _raceway.recorder import end_wait, now

futures = Instrument("concurrent.futures.Future")
SEVERAL_POOLS = 0
ALONE = 0, 1
_maps = {}
"""id(frame of a running `Executor.map`) → the MapJob that its submits belong to."""


class MapJob:
    """What one call of `map` has submitted so far."""

    __slots__ = ("chunk_size", "frame", "job", "time", "units")

    def __init__(self, frame, chunk_size):
        self.frame = frame
        self.chunk_size = chunk_size
        self.time = now()
        self.job = 0
        self.units = 0


class Group:
    """A wait for several futures, however often it is interrupted: their pool, and the wait while there is one."""

    __slots__ = ("pool", "wait")

    def __init__(self, pool):
        self.pool = pool
        self.wait = None


def install(base):
    """Weave the first hook into Future; the others follow when the first future is made."""
    future = base.Future
    base.Executor._raceway = future._raceway = None
    future._raceway_unit = ALONE
    future._raceway_number = 0
    begin = "WAIT = HOOKS.begins(self, timeout)"
    begin_group = "HOOKS.begins_group(WAIT, %s)"
    end_group = "HOOKS.ends_group(WAIT, waiter)"
    waits = (
        before("self._condition.wait(timeout)", begin),
        after("self._condition.wait(timeout)", "WAIT = HOOKS.ends(self, WAIT)"),
        on_exception("HOOKS.broken(WAIT)"),
    )
    futures.rest = (
        (future.result, before("return self.__get_result()", "HOOKS.reads(self)"), *waits),
        (future.exception, before("return self._exception", "HOOKS.reads(self)"), *waits),
        (future.done, at_return("return self._state in", "if RESULT: HOOKS.knows(self)")),
        (future.set_result, first("HOOKS.is_settled(self)")),
        (future.set_exception, first("HOOKS.fails(self)")),
        (future.add_done_callback, before("fn(self)", "HOOKS.knows(self)")),
        (base._yield_finished_futures, before("yield fs.pop()", "HOOKS.knows(fs[-1])")),
        (future.cancel, before("self._state = CANCELLED", "if self._raceway is not None: HOOKS.cancels(self)")),
        (
            base.as_completed,
            before("while pending:", "WAIT = HOOKS.group(pending)"),
            before("waiter.event.wait(", begin_group % "wait_timeout"),
            after("waiter.event.wait(", end_group),
            on_exception("HOOKS.breaks_group(WAIT)"),
        ),
        (
            base.wait,
            before("waiter.event.wait(", "WAIT = HOOKS.group(not_done)"),
            before("waiter.event.wait(", begin_group % "timeout"),
            after("waiter.event.wait(", end_group),
            at_return("return DoneAndNotDoneFutures(", "HOOKS.knows_all(RESULT)"),
            on_exception("HOOKS.breaks_group(WAIT)"),
        ),
        (
            base.Executor.map,
            before("fs = [", "WAIT = HOOKS.maps(self, fn)"),
            after("fs = [", "HOOKS.mapped(WAIT)"),
            on_exception("HOOKS.mapped(WAIT)"),
        ),
    )
    futures.weave_all((future.__init__, last("HOOKS.created()")))


@futures.hook
def created():
    """A future was made: nothing more is to be done at the next."""
    if not recorder.active:
        return
    init = _getframe(1).f_globals["Future"].__init__
    futures.weave_rest()
    original = futures.originals.pop(id(init), None)
    if original is not None:
        init.__code__ = original[1]


@futures.hook
def cancels(future):
    """The future will be cancelled: nobody runs it."""
    pool, job = future._raceway
    pools.cancelled(pool, job, *future._raceway_unit)


@futures.hook
def begins(future, timeout):
    """The future has no result yet: the thread will wait."""
    if not recorder.active:
        return None
    pool, job = future._raceway or (0, 0)
    return pools.begin_result(pool, job, timeout, _getframe(1))


@futures.hook
def ends(future, wait):
    """It has one, or was cancelled, or the wait took too long."""
    if wait is not None:
        end_wait(wait, TIMED_OUT if future._state in ("PENDING", "RUNNING") else GOT)


@futures.hook
def broken(wait):
    """An exception, not the future's, ends the wait."""
    if wait is not None:
        end_wait(wait, EXCEPTION)


@futures.hook
def is_settled(future):
    """The future will have a result, or an exception."""
    learning.settled(future)


@futures.hook
def fails(future):
    """The future will have an exception. What asyncio wraps it in tells who awaits that; or nobody wants it any more."""
    if future._raceway is not None and recorder.active:
        for callback in future._done_callbacks:
            if type(callback) is pools.FUNCTION and callback.__globals__.get("__name__") == "asyncio.futures":
                _error_is_read(future)
                break
    learning.settled(future)


@futures.hook
def reads(future):
    """This thread is given its result, or its exception."""
    if future._exception is not None and future._raceway is not None and recorder.active:
        _error_is_read(future)
    if learning.is_on and _is_asked_by_the_program(_getframe(2)):
        learning.learned_of(future)


def _error_is_read(future):
    pool, job = future._raceway
    pools.error_read(pool, job, *future._raceway_unit)


@futures.hook
def knows(future):
    """This thread sees that the future has one."""
    if learning.is_on and _is_asked_by_the_program(_getframe(2)):
        learning.learned_of(future)


@futures.hook
def knows_all(outcome):
    """`wait` returns: these are done."""
    if learning.is_on and _is_asked_by_the_program(_getframe(2)):
        for future in outcome[0]:
            learning.learned_of(future)


def _is_asked_by_the_program(frame):
    """asyncio asks, too, and tells those who await: what it happens to know by then orders nobody else."""
    while frame is not None and frame.f_globals.get("__package__") == "concurrent.futures":
        frame = frame.f_back
    return frame is not None and recorder.is_program_frame(frame)


@futures.hook
def group(waited_for):
    """What is to be recorded of the waits for these futures."""
    if not recorder.active:
        return None
    found = {future._raceway[0] if future._raceway is not None else SEVERAL_POOLS for future in waited_for}
    return Group(found.pop() if len(found) == 1 else SEVERAL_POOLS)


@futures.hook
def begins_group(group, timeout):
    """The thread will wait for the next of them."""
    if group is not None and recorder.active:
        group.wait = pools.begin_result(group.pool, 0, timeout, _getframe(1))


@futures.hook
def ends_group(group, waiter):
    """There is one, or the wait took too long."""
    if group is not None and group.wait is not None:
        wait, group.wait = group.wait, None
        end_wait(wait, GOT if waiter.event.is_set() else TIMED_OUT)


@futures.hook
def breaks_group(group):
    """An exception leaves the function, perhaps out of a wait."""
    if group is not None and group.wait is not None:
        wait, group.wait = group.wait, None
        end_wait(wait, EXCEPTION)


@futures.hook
def maps(executor, fn):
    """Executor.map is about to submit all its items, on behalf of this frame."""
    frame = _getframe(1)
    if not recorder.active or executor._raceway is None:
        return None
    chunk_size = 0
    above = frame.f_back
    if above is not None and above.f_code.co_name == "map" and above.f_globals.get("_process_chunk") is not None:
        chunk_size = above.f_locals.get("chunksize", 0)
    name = id(frame)
    _maps[name] = MapJob(frame, chunk_size)
    return name


@futures.hook
def mapped(name):
    """It has, or one of them raised."""
    if name is not None:
        _maps.pop(name, None)


def map_of(frame):
    """The MapJob on whose behalf `frame`, a submit, was called by `map` itself; None for any other submit."""
    if not _maps:
        return None
    # What generators of the program submit while map takes their items is theirs: it is not called by map.
    caller = frame.f_back
    while caller is not None and caller.f_code.co_name in ("submit", "<listcomp>"):
        caller = caller.f_back
    return _maps.get(id(caller))
