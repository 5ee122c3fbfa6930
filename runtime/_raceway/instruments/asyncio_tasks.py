"""asyncio.Task: since when and thanks to whom each one could run, when it ran, what it waits for in between.

    Task() ─► call_soon ─────► TASK_START          the task's mark is made
    Handle._run ─► steps ────► STEP                its coroutine runs, in the thread of its loop
                   stepped ──► STEP_END            what it waits for
    future done ─► call_soon                       the mark notes the time and who did it: for the next STEP

Tasks are written in C and tell nothing themselves, but their loop calls a Handle whose callback they are bound to. The mark is
the attribute `_raceway` of a task and refers to nothing, nor does anything refer to a task longer than its step lasts.
Hooks before an `await` of the library (`awaits`) leave word of what the step will end with; where none did, the future tells.

A switch from task to task takes the interpreter 1.5 µs, so what is done for each one stands here in one piece, twice.
"""

from _weakref import ref
from sys import _getframe, modules

from _raceway import recorder
from _raceway.instruments.asyncio_names import name_word, rename
from _raceway.kinds import (
    OP_FUTURE,
    OP_TASK,
    OP_TASKS,
    RAISED,
    RETURNED,
    STEP,
    STEP_END,
    SUSPENDED,
    TASK_START,
    WAS_CANCELLED,
)
from _raceway.patching import Instrument, before, finally_, first
from _raceway.recorder import emit, local, now, turn

MAX_LANE = (1 << 23) - 1
"""The largest number of a lane that a record has room for."""
ORIGINS_KEPT = 10_000
STEP_WORD, STEP_END_WORD = STEP << 56, STEP_END << 56
AT_ITS_END = -1
"""Ready as soon as its step ends: the task wakes itself."""

tasks = Instrument("asyncio.Task")
lookup = object.__getattribute__  # of a program's subclass too: its own `__getattr__` is not asked


class Library:
    """What the hooks must know of asyncio, once it is imported.

    task                C's Task, or Python's where there is no other
    step_wrapper, wake_wrapper      types, written in C, of what a task gives its loop to call; None where there is none
    names               get_name of C's Task and Python's
    python_steps        what a Task written in Python gives it
    run_code, sleep_code            code of Handle._run, beyond which no task's frame is, and of sleep, which awaits nobody
    """

    task: type = type(None)
    gathering = coroutine = generator = type(None)
    step_wrapper: "type | None" = None
    wake_wrapper: "type | None" = None
    names = python_steps = (type(None), type(None))
    run_code = sleep_code = None


class TaskMark:
    """What is kept of a task.

    lane            its number, 0 until TASK_START is written
    name            as it was last told; `is_new`: its first step has not ended, in which programs like to rename it
    ready, waker, site      since when it can run (0: it does, or waits), whose doing that was, and where that one stood
    """

    __slots__ = ("is_new", "lane", "name", "ready", "site", "waker")

    def __init__(self):
        self.lane = self.ready = self.waker = self.site = 0
        self.name = None
        self.is_new = True

    def __reduce__(self):
        """A program that copies the __dict__ of a task must not meet us: the copy of this is None."""
        return type(None), ()


_BUILTIN, _METHOD = type(len), type(tasks.weave)
_origins = {}
"""id(handle) → (weak reference to it, who made it ready, site), for callbacks that are no step of a task."""
_purge_at = ORIGINS_KEPT


def install(base_events):
    """Nothing yet: a program that runs no loop of asyncio pays nothing. `weave` follows when it makes one."""


def weave():
    """Weave the hooks: a loop was made, so all modules that are needed are there."""
    types, events, library = modules["types"], modules["asyncio.events"], modules["asyncio.tasks"]
    loop = modules["asyncio.base_events"].BaseEventLoop
    tasks.weave_all(
        (loop._call_soon, before("self._ready.append(handle)", "HOOKS.called_soon(handle, callback)")),
        (loop.create_task, before("return task", "if self._task_factory is not None: HOOKS.made(task)")),
        (events.Handle._run, first("WAIT = HOOKS.steps(self)"), finally_("WAIT = HOOKS.stepped(WAIT)")),
    )
    Library.task = library.Task
    Library.names = library.Task.get_name, library._PyTask.get_name
    Library.step_wrapper, Library.wake_wrapper = _wrapper("TaskStepMethWrapper"), _wrapper("TaskWakeupMethWrapper")
    Library.python_steps = library._PyTask._Task__step, library._PyTask._Task__wakeup
    Library.gathering = library._GatheringFuture
    Library.run_code, Library.sleep_code = events.Handle._run.__code__, library.sleep.__code__
    Library.coroutine, Library.generator = types.CoroutineType, types.GeneratorType


def _wrapper(name):
    """A type of the module _asyncio that has no name in it: `object` knows all its subclasses."""
    name_of, module_of = type.__dict__["__name__"].__get__, type.__dict__["__module__"].__get__
    for kind in type.__subclasses__(object):
        if name_of(kind) == name and module_of(kind) in ("builtins", "_asyncio"):
            return kind
    return None


def _task_of(callback):
    """The task that `callback` is a step of, or None."""
    kind = type(callback)
    if kind is _BUILTIN:
        return callback.__self__ if callback.__name__ == "task_wakeup" else None
    if kind is _METHOD:
        step, wakeup = Library.python_steps
        return callback.__self__ if callback.__func__ is step or callback.__func__ is wakeup else None
    return callback.__self__ if kind is Library.step_wrapper or kind is Library.wake_wrapper else None


@tasks.hook
def called_soon(handle, callback):
    """The loop will call `callback` in its next round."""
    if not recorder.active:
        return
    lane = local.me
    runs = lane.runs
    task = callback.__self__ if type(callback) is Library.step_wrapper else _task_of(callback)
    if task is None:
        if runs:
            _remember_origin(handle, runs if runs > 0 else lane.id, lane.wakes or site_in_step(_getframe(2)))
        return
    try:
        mark = task._raceway if type(task) is Library.task else lookup(task, "_raceway")
    except AttributeError:
        mark = TaskMark()
        object.__setattr__(task, "_raceway", mark)
        if handle._loop._task_factory is None:  # a factory's tasks get their names afterwards
            _start(task, mark, lane)
    if runs == mark.lane and runs > 0:
        mark.waker = runs
        mark.ready = AT_ITS_END
        return
    mark.waker = runs if runs >= 0 else lane.id
    if runs:
        mark.site = lane.wakes or site_in_step(_getframe(2))
    mark.ready = now()


def _remember_origin(handle, waker, site):
    global _purge_at
    if len(_origins) >= _purge_at:
        for name, origin in list(_origins.items()):
            if origin[0]() is None:
                _origins.pop(name, None)
        _purge_at = max(ORIGINS_KEPT, 2 * len(_origins))
    _origins[id(handle)] = ref(handle), waker, site


@tasks.hook
def made(task):
    """create_task returns what the program's task factory made."""
    if not recorder.active:
        return
    try:
        mark = lookup(task, "_raceway")
    except AttributeError:
        return  # no task as we know them
    if type(mark) is TaskMark and not mark.lane:
        _start(task, mark, local.me)


def _start(task, mark, lane):
    """Number the task and record its start."""
    number = recorder.new_lane()
    if number > MAX_LANE:
        if number == MAX_LANE + 1:
            recorder.note("asyncio", "more than %d lanes: later tasks are not recorded" % MAX_LANE)
        return
    mark.lane = number
    mark.name = name = _name_of(task)
    runs = lane.runs
    emit(TASK_START, number, runs if runs >= 0 else lane.id, name_word(name), _code_of(lookup(task, "_coro")))


def _name_of(task):
    try:
        return Library.names[0](task)
    except TypeError:
        return Library.names[1](task)


def _code_of(coroutine):
    """The site of the coroutine's beginning, 0 for the library's."""
    kind = type(coroutine)
    if kind is Library.coroutine:
        code = coroutine.cr_code
    elif kind is Library.generator:
        code = coroutine.gi_code
    else:
        return 0
    entry = recorder.tables.known.get(id(code))
    if entry is None:
        entry = recorder.tables.learn(code)
    return entry if entry > 0 else 0


@tasks.hook
def steps(handle):
    """The loop runs `handle` next."""
    lane = local.me
    outer = lane.runs
    callback = handle._callback
    task = callback.__self__ if type(callback) is Library.step_wrapper else _task_of(callback)
    if task is None or not recorder.active:
        lane.runs = 0
        origin = _origins.pop(id(handle), None) if _origins else None
        if origin is not None and origin[0]() is handle:
            lane.runs = origin[1]
        return lane, None, None, outer
    try:
        mark = task._raceway if type(task) is Library.task else lookup(task, "_raceway")
    except AttributeError:
        mark = TaskMark()
        object.__setattr__(task, "_raceway", mark)
    if mark.lane < recorder.main_lane:  # not seen before, or the task of a process that was forked
        lane.runs = 0
        _start(task, mark, lane)
        if mark.lane < recorder.main_lane:
            return lane, None, None, outer
    if outer > 0:
        emit(STEP_END, outer, SUSPENDED << 8, 0, 0)
    number = mark.lane
    lane.awaits = None
    lane.runs = number
    if lane.k > lane.end:
        turn(lane)
    what = number << 40 | mark.waker
    kind = STEP_WORD | mark.site
    ready = mark.ready
    mark.ready = mark.waker = mark.site = 0
    time = now()
    q = lane.q
    k = lane.k
    q[k] = time
    q[k + 1] = ready or time
    q[k + 2] = what
    q[k + 3] = kind
    lane.k = k + 4
    return lane, task, mark, outer


@tasks.hook
def stepped(run):
    """The handle was run, or an exception goes through the loop. Returns None."""
    if run is None:
        return
    lane, task, mark, outer = run
    lane.runs = outer
    if task is None or not recorder.active or mark.lane < recorder.main_lane:
        return
    awaits = lane.awaits
    future = task._fut_waiter
    argument = op = site = how = 0
    if future is not None:
        if awaits is not None and (awaits[0] is future or awaits[0] is None):
            _, op, argument, site = awaits
        else:
            op, argument = meaning(future)
            site = _where(task)
    elif task._state != "PENDING":
        how = RETURNED if lookup(task, "_exception") is None else RAISED
        if task._state == "CANCELLED":
            how = WAS_CANCELLED
    lane.awaits = None
    if lane.k > lane.end:
        turn(lane)
    what = mark.lane << 40 | how << 8 | op
    kind = STEP_END_WORD | site
    time = now()
    q = lane.q
    k = lane.k
    q[k] = time
    q[k + 1] = argument
    q[k + 2] = what
    q[k + 3] = kind
    lane.k = k + 4
    if mark.ready == AT_ITS_END:
        mark.ready = time
    if outer > 0:
        emit(STEP, outer, 0, time, 0, time)
    if how or mark.is_new:
        mark.is_new = False
        name = _name_of(task)
        if name is not mark.name and name != mark.name:
            mark.name = name
            rename(mark.lane, name)


def meaning(future):
    """(op, argument) of waiting for this future, as far as it tells itself."""
    try:
        told = lookup(future, "_raceway")
    except AttributeError:
        return (OP_TASKS, 0) if type(future) is Library.gathering else (OP_FUTURE, 0)
    if type(told) is TaskMark:
        return OP_TASK, told.lane
    return told if type(told) is tuple else (OP_FUTURE, 0)


def _where(task):
    """Where a task that does not run stands: the innermost place of program code along what awaits what."""
    awaited = task._coro
    known = recorder.tables.known
    site = 0
    while True:
        kind = type(awaited)
        if kind is Library.coroutine:
            code = awaited.cr_code
            if code is Library.sleep_code:
                return site
            entry = known.get(id(code))
            if entry is None:
                entry = recorder.tables.learn(code)
            if entry > 0:  # asking for the frame makes it: not for the library's
                frame = awaited.cr_frame
                if frame is None:
                    return site
                site = entry + frame.f_lasti
            awaited = awaited.cr_await
        elif kind is Library.generator:
            entry = _code_of(awaited)
            frame = awaited.gi_frame if entry else None
            if frame is not None:
                site = entry + frame.f_lasti
            awaited = awaited.gi_yieldfrom
        else:
            return site


def site_in_step(frame):
    """The site of the nearest frame of program code at or above `frame`, but not beyond the running callback's."""
    known = recorder.tables.known
    while frame is not None:
        code = frame.f_code
        entry = known.get(id(code))
        if entry is None:
            entry = recorder.tables.learn(code)
        if entry > 0:
            return entry + frame.f_lasti
        if code is Library.run_code:
            return 0
        frame = frame.f_back
    return 0


def awaits(future, op, argument, frame):
    """A hook's word: the task will wait for `future` (None: whatever it is) next, which means `op` with `argument`."""
    if recorder.active:
        local.me.awaits = future, op, argument, site_in_step(frame)
