"""concurrent.futures.ThreadPoolExecutor: submits, workers, items."""

from sys import _getframe

from _raceway import learning, pools, recorder
from _raceway.instruments.futures import futures, map_of
from _raceway.items import DONE, RAISED
from _raceway.kinds import EXCEPTION, GOT, THREAD_POOL_EXECUTOR
from _raceway.patching import Instrument, after, before, first, last, on_exception
from _raceway.recorder import begin_item, end_item, end_wait

thread_executors = Instrument("concurrent.futures.ThreadPoolExecutor")
GET = "work_item = work_queue.get(block=True)"


def install(thread):
    """Weave the first hook into ThreadPoolExecutor; the others follow when the program makes one."""
    executor = thread.ThreadPoolExecutor
    executor._raceway = thread._WorkItem._raceway = None
    thread_executors.rest = (
        (
            executor.submit,
            before("self._work_queue.put(w)", "if self._raceway is not None: HOOKS.submits(self._raceway, f, w)"),
        ),
        (
            thread._WorkItem.run,
            before("result = self.fn(", "if self._raceway is not None: WAIT = HOOKS.begins(self)"),
            before("self.future.set_exception(exc)", "if WAIT is not None: HOOKS.raised(WAIT)"),
            before("self.future.set_result(result)", "if WAIT is not None: HOOKS.ends(WAIT)"),
        ),
        (
            thread._worker,
            first("WAIT = HOOKS.works(work_queue)"),
            before(GET, "if WAIT is not None: HOOKS.idles(WAIT)"),
            after(GET, "if WAIT is not None: HOOKS.goes_on(WAIT)"),
        ),
        (
            executor._initializer_failed,
            before("work_item.future.set_exception(", "HOOKS.breaks(work_item.future)"),
        ),
        (
            executor.shutdown,
            before("for t in self._threads:", "WAIT = HOOKS.joins(self)"),
            after("for t in self._threads:", "if WAIT is not None: HOOKS.joined(WAIT)"),
            on_exception("if WAIT is not None: HOOKS.broken(WAIT)"),
        ),
    )
    thread_executors.weave_all((executor.__init__, last("HOOKS.created(self)")))


@thread_executors.hook
def created(executor):
    """The constructor is about to return."""
    workers, queue = executor._max_workers, executor._work_queue
    if pools.created(THREAD_POOL_EXECUTOR, executor, queue, workers, _getframe(1).f_back, False):
        thread_executors.weave_rest()
        futures.weave_rest()


@thread_executors.hook
def submits(pool, future, work_item):
    """The item goes to the workers next; the executor's lock is held."""
    if not recorder.active:
        return
    frame = _getframe(1)
    of_map = map_of(frame)
    if of_map is None:
        pool.jobs = job = pool.jobs + 1
        index = 0
        pools.submitted(pool.id, job, 1, 0, frame)
    else:
        if of_map.units == 0:
            pool.jobs = of_map.job = pool.jobs + 1
            pools.submitted(pool.id, of_map.job, 0, 0, frame, of_map.time)
        job, index = of_map.job, of_map.units
        of_map.units = index + 1
        pools.handed(pool.id, job, index, 1)
        future._raceway_unit = index, 1
    future._raceway = pool.id, job
    if learning.keepers is not None:
        learning.keepers.call_is_kept(work_item, work_item.fn, work_item.args, work_item.kwargs)
    work_item._raceway = pool.id, job, index


@thread_executors.hook
def begins(work_item):
    """The function is called next."""
    if not recorder.active:
        return None
    pool, job, index = work_item._raceway
    return begin_item(pool, job, index, 1, pools.code_of(work_item.fn))


@thread_executors.hook
def ends(item):
    """It has returned."""
    end_item(item, DONE)


@thread_executors.hook
def raised(item):
    """It has raised."""
    end_item(item, RAISED)


@thread_executors.hook
def works(queue):
    """A worker begins."""
    return pools.worker(queue)


@thread_executors.hook
def idles(worker):
    """It asks for an item; since 3.12 only when there was none at once."""
    worker.idles()


@thread_executors.hook
def goes_on(worker):
    """It has one, or shall end."""
    worker.goes_on()


@thread_executors.hook
def breaks(future):
    """The initializer failed: what is queued has no worker, and fails with BrokenThreadPool."""
    if future._raceway is not None:
        pool, job = future._raceway
        pools.came_back(pool, job, *future._raceway_unit, True)


@thread_executors.hook
def joins(executor):
    """The workers are asked to end, and waited for."""
    if not recorder.active or executor._raceway is None or not executor._threads:
        return None
    return pools.begin_join(executor._raceway.id, _getframe(1))


@thread_executors.hook
def joined(wait):
    """They have ended."""
    end_wait(wait, GOT)


@thread_executors.hook
def broken(wait):
    """An exception ends the wait."""
    end_wait(wait, EXCEPTION)
