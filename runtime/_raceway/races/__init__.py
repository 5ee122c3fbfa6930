"""The race observer: finds lost updates by rewriting the program's own code. `install` is called while a process starts."""

import sys
from sys import modules

from _raceway import garbage
from _raceway.races import mode

NEWEST = 3, 13
"""Rewritten code relies on where an interpreter looks for thread switches; on newer ones nobody has looked that up."""


def install(run, imports, recorder):
    """Observe this process if the run wants that. Returns the Observer; None where nothing is observed.

    The recording says which it is: `on`, `exact`, `off`, or `unsupported` on this Python.
    """
    tier = mode.choose(run)
    if tier != "off" and (sys.version_info[:2] > NEWEST or not getattr(sys, "_is_gil_enabled", lambda: True)()):
        tier = mode.choose({"races": "off"}) and "unsupported"
    recorder.meta({"k": "races", "tier": tier})
    if not mode.is_on():
        return None
    from _raceway import learning
    from _raceway.races import foreign, journal, keepers, loading, mainscript, telling

    learning.is_on = True
    learning.keepers = keepers
    imports.on_import("threading", _watch_threads)
    # Memory that processes share: each of them may have one thread only.
    imports.on_import(journal.SHARED_MEMORY, lambda module: journal.watch.begin())
    recorder.before_task = journal.watch.begin

    recorder.before_thread = journal.watch.begin
    foreign.install()
    loading.install(imports)
    mainscript.install()
    return Observer(journal, loading, telling, recorder)


def _watch_threads(threading):
    from _raceway.instruments import threads

    threads.weave_making(threading)


class Observer:
    """What the rest of the runtime calls."""

    def __init__(self, journal, loading, telling, recorder):
        from _thread import _count

        self.journal, self.loading, self.telling = journal, loading, telling
        self.watch, self.recorder = journal.watch, recorder
        self.count_threads = _count

    def beat(self):
        """At each heartbeat, in the service thread."""
        # Threads that nobody announced: beside the main one (not counted) and this one.
        if not self.watch.is_on and self.count_threads() > 1:
            self.watch.begin()
        self.journal.drain(garbage.pause)
        self.watch.beat()

    def finish(self):
        """The program is over."""
        self.watch.stop()
        self.journal.drain()
        self.telling.tell_again()
        self.journal.log.finish()

    def leave(self):
        """In a forked child that is not recorded."""
        self.watch.stop()
        self.recorder.before_thread = bool

    def begin_in_child(self, tell):
        """After a fork, in the child, which has one thread. `tell(row)` writes to a recording of its own, if it has one."""
        self.watch.stop()
        self.journal.forget_all()
        tell({"k": "races", "tier": "exact" if mode.is_exact() else "on"})
        self.loading.tell_again()
        if self.journal.SHARED_MEMORY in modules:
            self.watch.begin()
