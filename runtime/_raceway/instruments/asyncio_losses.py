"""What is lost in programs of asyncio while they go on: coroutines that nobody awaited, exceptions and tasks that nobody kept.

    a coroutine is thrown away   ─► warnings._warn_unawaited_coroutine   UNAWAITED
    a task is thrown away        ─► loop.call_exception_handler          TASK_LOST: its exception, or what it had left to do
    gather() has raised already  ─► _done_callback                       TASK_LOST: what a later one of its own tasks raises

The interpreter calls the first two from finalizers, which the collector runs wherever it likes: hooks look, and write one record.
"""

from sys import _getframe, modules, version_info

from _raceway import recorder
from _raceway.instruments.asyncio_tasks import TaskMark, lookup
from _raceway.kinds import TASK_LOST, UNAWAITED
from _raceway.patching import Instrument, before, first
from _raceway.recorder import emit, site

# TASK_LOST: what of the task is
NEVER_RETRIEVED, SWALLOWED, PENDING = 1, 2, 3
POP_TOP = 32 if version_info >= (3, 13) else 1
"""The instruction by which a statement throws away what its call returned."""

coroutines = Instrument("coroutines that nobody awaits")
exceptions = Instrument("asyncio exceptions that nobody reads")


def install(base_events):
    """A coroutine may be thrown away where no loop is ever made: `main()` in the place of `asyncio.run(main())`."""
    warnings = modules.get("warnings")
    if warnings is not None:
        coroutines.weave_all((warnings._warn_unawaited_coroutine, first("HOOKS.unawaited(coro)")))


def weave():
    """A loop was made: now there may be tasks."""
    loop, tasks = modules["asyncio.base_events"].BaseEventLoop, modules["asyncio.tasks"]
    gather = getattr(tasks, "_gather", tasks.gather)  # in 3.9 the public one only warns
    exceptions.weave_all(
        (loop.call_exception_handler, first("HOOKS.told(context)")),
        (gather, before("fut.exception()", "HOOKS.swallowed(fut, outer)")),
    )


@coroutines.hook
def unawaited(coroutine):
    """It never began, and goes."""
    if not recorder.active:
        return
    code = coroutine.cr_code
    known = recorder.tables.known
    entry = known.get(id(code))
    if entry is None:
        entry = recorder.tables.learn(code)
    if entry <= 0:
        return
    frame = _getframe(1).f_back
    is_call = 0
    if frame is not None and site(frame) >> 32 == known.get(id(frame.f_code), 0) >> 32:
        is_call = int(frame.f_lasti >= 0 and frame.f_code.co_code[frame.f_lasti] == POP_TOP)
    emit(UNAWAITED, 0, is_call, site(frame), entry)


@exceptions.hook
def told(context):
    """The loop's handler will be told of something."""
    if not recorder.active or type(context) is not dict:
        return
    message = context.get("message")
    if type(message) is not str:
        return
    if message.endswith("exception was never retrieved"):
        _lost(context.get("future"), NEVER_RETRIEVED)
    elif message == "Task was destroyed but it is pending!":
        _lost(context.get("task"), PENDING)


@exceptions.hook
def swallowed(future, outer):
    """One of gather()'s has ended when gather() itself has; it is looked at, so that nobody is told of its exception."""
    if not recorder.active or outer is None:
        return
    try:
        # What gather() made of coroutines nobody else can ask later.
        is_own = future._log_destroy_pending is False
        is_lost = is_own and lookup(future, "_exception") is not None and lookup(outer, "_exception") is not None
    except AttributeError:
        return
    if is_lost:
        _lost(future, SWALLOWED)


def _lost(task, what):
    try:
        mark = lookup(task, "_raceway")
    except AttributeError:
        return
    if type(mark) is TaskMark and mark.lane >= recorder.main_lane:
        emit(TASK_LOST, mark.lane, what, 0, 0)
