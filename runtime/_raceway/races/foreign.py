"""Loops to which threads hand over unseen. Trio has a queue of its own for that: where it ran, no race is told.

(uvloop's: instruments/asyncio_loops.py.)
"""

from _raceway import imports, recorder
from _raceway.patching import Instrument, first

trio = Instrument("trio.run")


def install():
    """Not the import tells (other packages import trio where it is installed), but that a loop makes what wakes it."""
    imports.on_import("trio._core._wakeup_socketpair", _weave, anywhere=True)


def _weave(module):
    trio.weave_all((module.WakeupSocketpair.__init__, first("HOOKS.runs()")))


@trio.hook
def runs():
    """A loop begins."""
    if recorder.active:
        recorder.note("trio", "what other threads hand over to its loop is not seen: no data races are told")
