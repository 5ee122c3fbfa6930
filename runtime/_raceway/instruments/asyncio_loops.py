"""asyncio's event loop: the time in which it has nothing to do, and the moment at which the other hooks are needed.

A thread whose loop has nothing ready waits in a selector: that is its wait for I/O (or for time: tasks tell what for).
"""

from sys import _getframe

from _raceway import imports, recorder
from _raceway.instruments import asyncio_losses, asyncio_tasks, asyncio_waits
from _raceway.kinds import EXCEPTION, GOT, IO_SELECT, OP_IO, TIMED_OUT
from _raceway.lanes import NO_LOOP
from _raceway.patching import Instrument, after, before, last, on_exception
from _raceway.recorder import begin_wait, end_wait, local, site

loops = Instrument("asyncio.BaseEventLoop")


def install(base_events):
    """Weave the first hook; the others follow when the program makes a loop."""
    loop = base_events.BaseEventLoop
    loops.rest = (
        (
            loop._run_once,
            before("event_list = self._selector.select(", "if timeout != 0: WAIT = HOOKS.idles(timeout)"),
            after("event_list = self._selector.select(", "if WAIT is not None: WAIT = HOOKS.goes_on(WAIT, event_list)"),
            on_exception("HOOKS.broken(WAIT)"),
        ),
    )
    loops.weave_all((loop.__init__, last("HOOKS.made()")))
    imports.on_import("uvloop", _tell_of_uvloop, anywhere=True)


def _tell_of_uvloop(uvloop):
    """Its loops are written in C from end to end: nothing of ours is called when a task runs."""
    recorder.note("uvloop", "the tasks of its event loops are not seen, nor what they wait for")


@loops.hook
def made():
    """The first loop was made."""
    if recorder.active and loops.rest:
        recorder.before_task()
        loops.weave_rest()
        asyncio_tasks.weave()
        asyncio_waits.weave()
        asyncio_losses.weave()


@loops.hook
def idles(timeout):
    """Nothing is ready: the loop will wait."""
    if not recorder.active:
        return None
    return begin_wait(OP_IO, 0, site(_getframe(2)), IO_SELECT, 0, 0 if timeout is None else 1)


@loops.hook
def goes_on(wait, happened):
    """Something happened, or a timer's time has come. Returns None."""
    end_wait(wait, GOT if happened else TIMED_OUT)


@loops.hook
def broken(wait):
    """An exception goes through the loop; should it have come through one of our hooks, no step is left open."""
    if wait is not None:
        end_wait(wait, EXCEPTION)
    local.me.runs = NO_LOOP
