"""What the hooks must know of asyncio, read from it once a program makes a loop."""

from sys import modules


class Library:
    """Nothing of it is known before `read`.

    task                C's Task, or Python's where there is no other
    step_wrapper, wake_wrapper      types, written in C, of what a task gives its loop to call; None where there is none
    kinds               both of them
    names               get_name of C's Task and Python's
    python_steps        what a Task written in Python gives it
    own                 code of the coroutines that asyncio.run runs when the program's is over
    run_code            code of Handle._run, beyond which no task's frame is
    eager_code          code of factories whose tasks begin to run as they are made
    """

    task: type = type(None)
    gathering = coroutine = generator = type(None)
    step_wrapper: "type | None" = None
    wake_wrapper: "type | None" = None
    names = python_steps = (type(None), type(None))
    run_code = eager_code = None
    own: tuple = ()
    kinds: tuple = ()


def read():
    """Fill in `Library`: the package is imported."""
    types, library = modules["types"], modules["asyncio.tasks"]
    loop = modules["asyncio.base_events"].BaseEventLoop
    Library.task = library.Task
    Library.kinds = (library.Task, library._PyTask)
    Library.names = library.Task.get_name, library._PyTask.get_name
    Library.step_wrapper, Library.wake_wrapper = _wrapper("TaskStepMethWrapper"), _wrapper("TaskWakeupMethWrapper")
    Library.python_steps = library._PyTask._Task__step, library._PyTask._Task__wakeup
    Library.gathering = library._GatheringFuture
    own = [getattr(loop, name, None) for name in ("shutdown_asyncgens", "shutdown_default_executor")]
    Library.own = tuple([function.__code__ for function in own if function is not None])
    Library.coroutine, Library.generator = types.CoroutineType, types.GeneratorType


def _wrapper(name):
    """A type of the module _asyncio that has no name in it: `object` knows all its subclasses."""
    name_of, module_of = type.__dict__["__name__"].__get__, type.__dict__["__module__"].__get__
    for kind in type.__subclasses__(object):
        if name_of(kind) == name and module_of(kind) in ("builtins", "_asyncio"):
            return kind
    return None
