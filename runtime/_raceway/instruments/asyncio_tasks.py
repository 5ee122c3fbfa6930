"""asyncio.Task: since when and thanks to whom each one could run, when it ran, what it waits for in between.

    Task() ─► call_soon ─────► TASK_START          the task's mark is made
    Handle._run ─► steps ────► STEP                its coroutine runs, in the thread of its loop
                   stepped ──► STEP_END            what it waits for
    future done ─► call_soon                       the mark notes the time and who did it: for the next STEP

Tasks are written in C: they tell nothing themselves, but their loop calls a Handle whose callback they are bound to. The mark is
the attribute `_raceway` of a task and refers to nothing, nor does anything refer to a task longer than its step lasts.
Hooks that a library's wait calls (`awaits`) leave word of what the step will end with; where none did, the future tells.
"""

from _weakref import ref
from sys import _getframe, modules

from _raceway import recorder
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
MAX_TEXTS = 1000
MAX_RENAMES = 1000
ORIGINS_KEPT = 10_000

STEP_WORD, STEP_END_WORD = STEP << 56, STEP_END << 56
UNSEEN = 0
"""Number of no lane."""

tasks = Instrument("asyncio.Task")
lookup = object.__getattribute__  # of a program's subclass too: its own `__getattr__` is not asked

_BUILTIN, _METHOD, _COROUTINE, _GENERATOR = type(len), type(tasks.weave), None, None
_wrappers = ()
"""The types, written in C, of what a task gives its loop to call."""
_python_steps = (None, None)
_get_names = ()
_gathering = None
_run_code = None
_origins = {}
"""id(handle) → (weak reference to it, who made it ready, site), for callbacks that are no step of a task."""
_purge_at = ORIGINS_KEPT
_texts = {}
_texts_folder = None
_renames = 0


class TaskMark:
    """What is kept of a task.

    lane            its number, UNSEEN until TASK_START is written
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


def install(base_events):
    """Nothing yet: a program that runs no loop of asyncio pays nothing. `weave` follows when it makes one."""


def weave():
    """Weave the hooks: a loop was made, so all modules that are needed are there."""
    global _COROUTINE, _GENERATOR, _wrappers, _python_steps, _get_names, _gathering
    types, events, library = modules["types"], modules["asyncio.events"], modules["asyncio.tasks"]
    _COROUTINE, _GENERATOR = types.CoroutineType, types.GeneratorType
    python_task = library._PyTask
    _python_steps = (python_task._Task__step, python_task._Task__wakeup)
    _get_names = tuple([task.get_name for task in (library.Task, python_task)])
    _gathering = library._GatheringFuture
    _wrappers = _wrapper_types()
    loop = modules["asyncio.base_events"].BaseEventLoop
    tasks.weave_all(
        (loop._call_soon, before("self._ready.append(handle)", "HOOKS.called_soon(self, handle, callback)")),
        (
            loop.create_task,
            before("return task", "if self._task_factory is not None: HOOKS.made(task)"),
        ),
        (events.Handle._run, first("WAIT = HOOKS.steps(self)"), finally_("WAIT = HOOKS.stepped(WAIT)")),
    )
    _remember_run(events)


def _remember_run(events):
    global _run_code
    _run_code = events.Handle._run.__code__


def _wrapper_types():
    """TaskStepMethWrapper and the like; `object` lists them, though no module does."""
    name_of, module_of = type.__dict__["__name__"].__get__, type.__dict__["__module__"].__get__
    names = ("TaskStepMethWrapper", "TaskWakeupMethWrapper")
    found = [kind for kind in type.__subclasses__(object) if name_of(kind) in names]
    return tuple([kind for kind in found if module_of(kind) in ("builtins", "_asyncio")])


def _task_of(callback):
    """The task that `callback` is a step of, or None."""
    kind = type(callback)
    if kind in _wrappers:
        return callback.__self__
    if kind is _BUILTIN:
        return callback.__self__ if callback.__name__ == "task_wakeup" else None
    if kind is _METHOD:
        function = callback.__func__
        return callback.__self__ if function is _python_steps[0] or function is _python_steps[1] else None
    return None


@tasks.hook
def called_soon(loop, handle, callback):
    """The loop will call `callback` in its next round."""
    if not recorder.active:
        return
    lane = local.me
    runs = lane.runs
    task = _task_of(callback)
    if task is None:
        if runs:
            _remember_origin(handle, runs if runs > 0 else lane.id, site_in_step(_getframe(2)))
        return
    try:
        mark = lookup(task, "_raceway")
    except AttributeError:
        mark = TaskMark()
        object.__setattr__(task, "_raceway", mark)
        if loop._task_factory is None:  # a factory's tasks get their names afterwards
            _start(task, mark, lane)
    mark.waker = runs if runs >= 0 else lane.id
    # A task that only lets others run wakes itself: it stands nowhere.
    mark.site = 0 if not runs or runs == mark.lane else site_in_step(_getframe(2))
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
    emit(TASK_START, number, runs if runs >= 0 else lane.id, _name_word(name), _code_of(lookup(task, "_coro")))


def _name_of(task):
    try:
        return _get_names[0](task)
    except TypeError:
        return _get_names[1](task)


def _code_of(coroutine):
    """The site of the coroutine's beginning, 0 for the library's."""
    kind = type(coroutine)
    code = coroutine.cr_code if kind is _COROUTINE else coroutine.gi_code if kind is _GENERATOR else None
    if code is None:
        return 0
    entry = recorder.tables.known.get(id(code))
    if entry is None:
        entry = recorder.tables.learn(code)
    return entry if entry > 0 else 0


def _name_word(name):
    """The name as docs/trace-format.md says it in a word; 0 when there are too many to keep."""
    if name[:5] == "Task-" and name[5:].isdigit() and name[5] != "0" and len(name) < 23:
        return int(name[5:]) << 1 | 1
    stem = name.rstrip("0123456789")
    digits = name[len(stem) :]
    if digits and len(digits) < 10 and (digits[0] != "0" or digits == "0"):
        return int(digits) + 1 << 32 | _text(stem) << 1 if _text(stem) else 0
    return _text(name) << 1


def _text(text):
    """The number of a text in the side tables, 0 when there are too many."""
    global _texts_folder
    if recorder.folder != _texts_folder:
        _texts.clear()
        _texts_folder = recorder.folder
    number = _texts.get(text)
    if number is None:
        number = len(_texts) + 1
        if number > MAX_TEXTS:
            return 0
        recorder.meta({"k": "text", "id": number, "text": text})
        _texts[text] = number
        if number == MAX_TEXTS:
            recorder.note("asyncio", "more than %d names of tasks: later ones are not kept" % MAX_TEXTS)
    return number


@tasks.hook
def steps(handle):
    """The loop runs `handle` next."""
    lane = local.me
    outer = lane.runs
    origin = _origins.pop(id(handle), None) if _origins else None
    task = _task_of(handle._callback)
    if task is None or not recorder.active:
        lane.runs = 0
        if origin is not None and origin[0]() is handle:
            lane.runs = origin[1]
        return lane, None, None, outer
    try:
        mark = lookup(task, "_raceway")
    except AttributeError:
        mark = TaskMark()
        object.__setattr__(task, "_raceway", mark)
    if mark.lane < recorder.main_lane:  # not seen before, or the task of a process that was forked
        lane.runs = 0
        _start(task, mark, lane)
        if mark.lane < recorder.main_lane:
            return lane, None, None, outer
    enter(lane, mark, outer)
    return lane, task, mark, outer


def enter(lane, mark, outer):
    """Record that a step begins, inside the step of the task `outer` if that is more than 0."""
    if outer > 0:
        emit(STEP_END, outer, SUSPENDED << 8, 0, 0)
    number = mark.lane
    lane.awaits = None
    lane.runs = number
    if lane.k > lane.end:
        turn(lane)
    what = number << 40 | mark.waker
    kind = STEP_WORD | mark.site
    time = now()
    ready = mark.ready or time
    mark.ready = mark.waker = mark.site = 0
    q = lane.q
    k = lane.k
    q[k] = time
    q[k + 1] = ready
    q[k + 2] = what
    q[k + 3] = kind
    lane.k = k + 4


@tasks.hook
def stepped(run):
    """The handle was run, or an exception goes through the loop. Returns None."""
    if run is None:
        return
    lane, task, mark, outer = run
    if task is not None:
        leave(lane, task, mark, outer)
    lane.runs = outer


def leave(lane, task, mark, outer):
    """Record the end of a step."""
    awaits = lane.awaits
    lane.awaits = None
    if not recorder.active or mark.lane < recorder.main_lane:
        return
    future = task._fut_waiter
    argument = op = site = 0
    how = SUSPENDED
    if future is not None:
        if awaits is not None and (awaits[0] is future or awaits[0] is None):
            op, argument, site = awaits[1:]
        else:
            op, argument = _what_is(future)
            site = _where(task)
    elif task._state == "PENDING":
        site = _where(task)
    else:
        how = (
            WAS_CANCELLED if task._state == "CANCELLED" else RETURNED if lookup(task, "_exception") is None else RAISED
        )
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
    if outer > 0:
        emit(STEP, outer, 0, time, 0, time)
    if mark.is_new or how != SUSPENDED:
        mark.is_new = False
        _look_at_name(task, mark)


def _look_at_name(task, mark):
    """Tell the task's name if it has another one now."""
    global _renames
    name = _name_of(task)
    if name is not mark.name and name != mark.name:
        mark.name = name
        _renames += 1
        if _renames <= MAX_RENAMES:
            recorder.rename_lane(mark.lane, name)
        elif _renames == MAX_RENAMES + 1:
            recorder.note("asyncio", "more than %d tasks were renamed: later names are not kept" % MAX_RENAMES)


def _what_is(future):
    """(op, argument) of a future that no hook told of."""
    try:
        told = lookup(future, "_raceway")
    except AttributeError:
        return (OP_TASKS, 0) if type(future) is _gathering else (OP_FUTURE, 0)
    if type(told) is TaskMark:
        return OP_TASK, told.lane
    return told if type(told) is tuple else (OP_FUTURE, 0)


def _where(task):
    """Where a task that does not run stands: the innermost place of program code along what awaits what."""
    awaited = lookup(task, "_coro")
    known = recorder.tables.known
    site = 0
    while True:
        kind = type(awaited)
        if kind is _COROUTINE:
            frame, awaited = awaited.cr_frame, awaited.cr_await
        elif kind is _GENERATOR:
            frame, awaited = awaited.gi_frame, awaited.gi_yieldfrom
        else:
            return site
        if frame is None:
            return site
        code = frame.f_code
        entry = known.get(id(code))
        if entry is None:
            entry = recorder.tables.learn(code)
        if entry > 0:
            site = entry + frame.f_lasti


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
        if code is _run_code:
            return 0
        frame = frame.f_back
    return 0


def in_step(frame):
    """The nearest frame of program code at or above `frame`, but not beyond the running callback's, or None."""
    while frame is not None and not recorder.is_program_frame(frame):
        frame = None if frame.f_code is _run_code else frame.f_back
    return frame


def awaits(future, op, argument, frame):
    """A hook's word: the task will wait for `future` (None: whatever it is) next, which means `op` with `argument`."""
    if recorder.active:
        local.me.awaits = future, op, argument, site_in_step(frame)
