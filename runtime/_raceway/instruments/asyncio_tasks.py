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

from _raceway import learning, recorder
from _raceway.instruments.asyncio_library import Library, read
from _raceway.instruments.asyncio_names import library_site, name_word, rename
from _raceway.instruments.asyncio_sites import code_of, site_in_step, where
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
from _raceway.patching import Instrument, before, finally_, first, on_exception
from _raceway.recorder import emit, local, now, turn

MAX_LANE = (1 << 23) - 1
"""The largest number of a lane that a record has room for."""
ORIGINS_KEPT = 10_000
STEP_WORD, STEP_END_WORD = STEP << 56, STEP_END << 56
AT_ITS_END = -1
"""Ready as soon as its step ends: the task wakes itself."""

tasks = Instrument("asyncio.Task")
lookup = object.__getattribute__  # of a program's subclass too: its own `__getattr__` is not asked


class TaskMark:
    """What is kept of a task.

    lane            its number, 0 when there are too many
    name            as it was last told, None until TASK_START is written
    is_new          its first step has not ended, in which programs like to rename it
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


_BUILTIN, _METHOD, _FUNCTION = type(len), type(tasks.weave), type(before)
_origins = {}
"""id(handle) → (weak reference to it, who made it ready, site), for callbacks that are no step of a task."""
_purge_at = ORIGINS_KEPT


def install(base_events):
    """Nothing yet: a program that runs no loop of asyncio pays nothing. `weave` follows when it makes one."""


def weave():
    """Weave the hooks: a loop was made, so all modules that are needed are there."""
    events, library = modules["asyncio.events"], modules["asyncio.tasks"]
    loop = modules["asyncio.base_events"].BaseEventLoop
    tasks.weave_all(
        (loop._call_soon, before("self._ready.append(handle)", "HOOKS.called_soon(handle, callback)")),
        (events.Handle._run, first("WAIT = HOOKS.steps(self)"), finally_("WAIT = HOOKS.stepped(WAIT)")),
    )
    eager = getattr(library, "eager_task_factory", None)  # since 3.12
    if (
        eager is not None and "kwargs" not in loop.create_task.__code__.co_varnames
    ):  # since 3.13.3 a line of its own returns
        Library.eager_code = eager.__code__
        tasks.weave_all(
            (
                loop.create_task,
                before("task = self._task_factory(", "WAIT = HOOKS.may_begin(self)"),
                before("return task", "if WAIT is not None: WAIT = HOOKS.began(task, WAIT, coro)"),
                on_exception("if WAIT is not None: HOOKS.not_begun(WAIT)"),
            )
        )
    read()
    Library.run_code = events.Handle._run.__code__


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
        # It tells its start at its first step, for many get their name after they were made.
        mark = TaskMark()
        mark.lane = _new_lane()
        object.__setattr__(task, "_raceway", mark)
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
    _origins[id(handle)] = ref(handle), waker, site, now()


@tasks.hook
def may_begin(loop):
    """A task factory is called next. If its task will begin at once, that is its first step."""
    factory = loop._task_factory
    eager = type(factory) is _FUNCTION and factory.__code__ is Library.eager_code and loop.is_running()
    if not recorder.active or not eager:
        return None
    number = _new_lane()
    if not number:
        return None
    lane = local.me
    outer = lane.runs
    if outer > 0:
        emit(STEP_END, outer, SUSPENDED << 8, 0, 0)
    lane.runs = lane.task = number
    lane.awaits = None
    time = now()
    emit(STEP, number, outer if outer >= 0 else lane.id, time, site_in_step(_getframe(2)), time)
    return lane, number, outer, time


@tasks.hook
def began(task, begun, coroutine):
    """The factory has made a task, which ran its first step. Returns None."""
    lane, number, outer, time = begun
    lane.runs = outer
    lane.task = max(outer, 0)
    try:
        mark = lookup(task, "_raceway")
    except AttributeError:
        mark = TaskMark()
        if issubclass(type(task), Library.kinds):
            object.__setattr__(task, "_raceway", mark)
    if type(mark) is not TaskMark or mark.name is not None or not issubclass(type(task), Library.kinds):
        not_begun(begun)
        return
    mark.lane = number
    _tell_start(task, mark, outer if outer >= 0 else lane.id, time, coroutine)
    stepped((lane, task, mark, outer))


@tasks.hook
def not_begun(begun):
    """The factory raised, or made no task: the step that was begun is none."""
    lane, number, outer, time = begun
    lane.runs = outer
    lane.task = max(outer, 0)
    emit(TASK_START, number, outer if outer >= 0 else lane.id, 0, 0, time)
    emit(STEP_END, number, RAISED << 8, 0, 0)
    if outer > 0:
        emit(STEP, outer, 0, now(), 0)


def _new_lane():
    """A number for a task, 0 when a record has no room for it."""
    number = recorder.new_lane()
    if number == MAX_LANE + 1:
        recorder.note("asyncio", "more than %d lanes: later tasks are not recorded" % MAX_LANE)
    return number if number <= MAX_LANE else 0


def _start(task, mark):
    """A task runs for the first time, or for the first time in a process that was forked; False if it has no number."""
    if mark.lane < recorder.main_lane:
        mark.lane = _new_lane()
    if mark.lane:
        _tell_start(task, mark, mark.waker, mark.ready if mark.ready > 0 else now(), lookup(task, "_coro"))
    return mark.lane > 0


def _tell_start(task, mark, creator, time, coroutine):
    """Record that a task was made."""
    mark.name = name = _name_of(task)
    code = code_of(coroutine)
    place = 0
    if code is not None:
        place = recorder.tables.known.get(id(code))
        if place is None:
            place = recorder.tables.learn(code)
        if place <= 0:
            place = library_site(code) if place == 0 else 0
            if creator == local.me.id and code in Library.own:
                recorder.meta({"k": "lane", "id": mark.lane, "name": code.co_name, "internal": True, "daemon": False})
    emit(TASK_START, mark.lane, creator, name_word(name), place, time)


def _name_of(task):
    try:
        return Library.names[0](task)
    except TypeError:
        return Library.names[1](task)


@tasks.hook
def steps(handle):
    """The loop runs `handle` next."""
    lane = local.me
    outer = lane.runs
    callback = handle._callback
    task = callback.__self__ if type(callback) is Library.step_wrapper else _task_of(callback)
    if task is None or not recorder.active:
        lane.runs = lane.task = 0
        origin = _origins.pop(id(handle), None) if _origins else None
        if origin is not None and origin[0]() is handle:
            lane.runs = origin[1]
            learning.called(origin[1], origin[3])
        return lane, None, None, outer
    try:
        mark = task._raceway if type(task) is Library.task else lookup(task, "_raceway")
    except AttributeError:
        mark = TaskMark()
        object.__setattr__(task, "_raceway", mark)
    if (mark.name is None or mark.lane < recorder.main_lane) and not _start(task, mark):
        lane.runs = 0
        return lane, None, None, outer
    if outer > 0:
        emit(STEP_END, outer, SUSPENDED << 8, 0, 0)
    number = mark.lane
    lane.awaits = None
    lane.runs = lane.task = number
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
    lane.task = outer if outer > 0 else 0
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
            site = where(task)
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


def awaits(future, op, argument, frame):
    """A hook's word: the task will wait for `future` (None: whatever it is) next, which means `op` with `argument`."""
    if recorder.active:
        local.me.awaits = future, op, argument, site_in_step(frame)
