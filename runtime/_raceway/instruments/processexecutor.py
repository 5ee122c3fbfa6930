"""concurrent.futures.ProcessPoolExecutor: submits, workers in their processes, items, results that come back.

A call travels with its work id, so a job has the number of its first work id, plus one. A unit of a `map` needs that number to
know its own: in this process the dictionary of the `partial(_process_chunk, fn)` that all its calls share has it, from there it
goes into `_CallItem._raceway`, which travels along.
"""

from _functools import partial
from sys import _getframe

from _raceway import pools, recorder
from _raceway.instruments.futures import futures, map_of
from _raceway.kinds import EXCEPTION, GOT, PROCESS_POOL_EXECUTOR
from _raceway.patching import Instrument, after, before, first, last, on_exception
from _raceway.recorder import end_wait

process_executors = Instrument("concurrent.futures.ProcessPoolExecutor")
GET = "call_item = call_queue.get("
JOB = "_raceway"


def install(process):
    """Weave what workers run, and the first hook into ProcessPoolExecutor; the others follow when the program makes one."""
    executor = process.ProcessPoolExecutor
    executor._raceway = process._WorkItem._raceway = process._CallItem._raceway = None
    join = "self._executor_manager_thread.join()", "self._queue_management_thread.join()"
    if hasattr(process, "_ExecutorManagerThread"):
        manager = process._ExecutorManagerThread
        manages = manager.process_result_item
        breaks = getattr(manager, "_terminate_broken", manager.terminate_broken)
        manager_rows = (
            (manages, before("if work_item is not None:", "HOOKS.came_back(work_item, result_item)")),
            (breaks, before("work_item.future.set_exception(bpe)", "HOOKS.lost(work_item)")),
        )
    else:  # 3.8
        manager_rows = (
            (
                process._queue_management_worker,
                before("if work_item is not None:", "HOOKS.came_back(work_item, result_item)"),
                before("work_item.future.set_exception(bpe)", "HOOKS.lost(work_item)"),
            ),
        )
    process_executors.rest = (
        (
            executor.submit,
            before(
                "self._pending_work_items[self._queue_count] = w",
                "if self._raceway is not None: HOOKS.submits(self._raceway.id, self._queue_count, f, w)",
            ),
        ),
        (process._CallItem.__init__, last("HOOKS.packed(self, _process_chunk)")),
        (
            process._SafeQueue._on_queue_feeder_error,
            before("work_item.future.set_exception(e)", "HOOKS.will_not_run(work_item)"),
        ),
        *manager_rows,
        (
            executor.shutdown,
            before(join, "WAIT = HOOKS.joins(self)"),
            after(join, "if WAIT is not None: HOOKS.joined(WAIT)"),
            on_exception("if WAIT is not None: HOOKS.broken(WAIT)"),
        ),
    )
    process_executors.weave_all(
        (
            process._process_worker,
            first("WAIT = HOOKS.works(call_queue)"),
            before(GET, "if WAIT is not None: HOOKS.idles(WAIT)"),
            after(GET, "if WAIT is not None: HOOKS.goes_on(WAIT)"),
            before("r = call_item.fn(", "if WAIT is not None: HOOKS.begins(WAIT, call_item, _process_chunk)"),
            after("r = call_item.fn(", "if WAIT is not None: HOOKS.ends(WAIT)"),
            before("exc = _ExceptionWithTraceback(", "if WAIT is not None: HOOKS.raised(WAIT)"),
        ),
        (executor.__init__, last("HOOKS.created(self)")),
    )


@process_executors.hook
def created(executor):
    """The constructor is about to return."""
    workers, queue = executor._max_workers, executor._call_queue
    if pools.created(PROCESS_POOL_EXECUTOR, executor, queue, workers, _getframe(1).f_back, True):
        process_executors.weave_rest()
        futures.weave_rest()


@process_executors.hook
def submits(pool, work_id, future, work_item):
    """The call goes to the manager thread next; the executor's lock is held."""
    if not recorder.active:
        return
    frame = _getframe(1)
    # A map of the base class, past the executor's own, has calls that cannot tell their job: each is one.
    of_map = map_of(frame) if _is_chunk(work_item.fn, frame.f_globals["_process_chunk"]) else None
    items = 1
    if of_map is None:
        job, index = work_id + 1, 0
        pools.submitted(pool, job, 1, 0, frame)
    else:
        items = len(work_item.args[0])
        if of_map.job == 0:
            of_map.job = work_id + 1
            pools.submitted(pool, of_map.job, 0, of_map.chunk_size, frame, of_map.time)
            work_item.fn.__dict__[JOB] = of_map.job
        job, index = of_map.job, work_id + 1 - of_map.job
        pools.handed(pool, job, index, items)
        future._raceway_unit = index, items
    future._raceway = pool, job
    work_item._raceway = pool, job, index, items


def _is_chunk(called, process_chunk):
    return type(called) is partial and called.func is process_chunk


@process_executors.hook
def packed(call_item, process_chunk):
    """A call is about to travel."""
    if _is_chunk(call_item.fn, process_chunk):
        job = call_item.fn.__dict__.get(JOB)
        if job is not None:
            call_item._raceway = job


@process_executors.hook
def works(queue):
    """A worker process begins."""
    return pools.worker(queue)


@process_executors.hook
def idles(worker):
    """It asks for a call."""
    worker.idles()


@process_executors.hook
def goes_on(worker):
    """It has one, or shall end."""
    worker.goes_on()


@process_executors.hook
def begins(worker, call_item, process_chunk):
    """The function is called next."""
    if not recorder.active:
        return
    number, called = call_item.work_id + 1, call_item.fn
    job = call_item._raceway
    if job is None or not _is_chunk(called, process_chunk):
        worker.begins(number, 0, pools.code_of(called))
    else:
        code = pools.code_of(called.args[0])
        call_item.args = (worker.begins_chunk(job, number - job, code, call_item.args[0]),)


@process_executors.hook
def ends(worker):
    """It has returned."""
    worker.ends()


@process_executors.hook
def raised(worker):
    """It has raised."""
    worker.raised()


@process_executors.hook
def came_back(work_item, result_item):
    """A result has come; `work_item` is None for one that was given up."""
    if work_item is not None and work_item._raceway is not None:
        pools.came_back(*work_item._raceway, bool(result_item.exception))


@process_executors.hook
def lost(work_item):
    """A worker process died: all that was submitted and has no result fails."""
    if work_item._raceway is not None:
        pools.came_back(*work_item._raceway, True)


@process_executors.hook
def will_not_run(work_item):
    """The call cannot be pickled."""
    if work_item._raceway is not None:
        pools.cancelled(*work_item._raceway)


@process_executors.hook
def joins(executor):
    """The workers are asked to end, and waited for."""
    if not recorder.active or executor._raceway is None:
        return None
    return pools.begin_join(executor._raceway.id, _getframe(1))


@process_executors.hook
def joined(wait):
    """They have ended."""
    end_wait(wait, GOT)


@process_executors.hook
def broken(wait):
    """An exception ends the wait."""
    end_wait(wait, EXCEPTION)
