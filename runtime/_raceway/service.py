"""The one thread of ours: what must happen now and then, whatever the program does.

A thread that the program must not notice:

* It comes from `_thread`, so threading.enumerate() and active_count() do not know it, and it never asks for
  threading.current_thread(), which would make an object for it.
* It blocks all signals. The kernel may hand a signal for the process to any thread that does not block it; a
  program that blocks SIGUSR1 and waits for it in sigwait would be killed by the default action in a thread that it
  does not know of.
* It ends before a fork and begins again after it, in the parent and in the child. From 3.12 on, os.fork() counts
  the threads of the *operating system* and warns when there is more than one.
* It ends in the first registered, hence last, exit handler; if that never runs, the interpreter ends it like a
  daemon thread.

* The collector of garbage never begins in it (garbage.py).
* Profilers and other tools do not see what it calls (unmonitored.py).

It waits in one place (`_Run.wait`) and does its duties in turn. The control socket is one of them: asked at each beat, it
answers soon enough, and the waiting needs no descriptor, which the program might close.
"""

from _functools import partial
from _thread import allocate_lock, get_ident, start_new_thread
from time import perf_counter_ns, sleep

try:
    from _thread import get_native_id
except ImportError:  # platforms without it
    get_native_id = None
from _raceway import garbage, signals, system
from _raceway.unmonitored import leave, unmonitored

# To end, the thread needs the GIL once. Each busy thread before it may keep that for sys.getswitchinterval(), 5 ms:
# 1 s is enough for 200 of them. Beyond it, a fork goes on with the thread still there, and 3.12 may warn.
FORK_PATIENCE_SECONDS = 1.0
# At exit nothing depends on it.
EXIT_PATIENCE_SECONDS = 0.05
# From the thread's last word to its end in the operating system: 20 to 100 µs where measured.
GONE_POLL_SECONDS = 0.00002
GONE_PATIENCE_SECONDS = 0.1
# Where the system does not list threads, wait this long for it instead.
GONE_BLIND_SECONDS = 0.002
# What is due within so short a time is done now: each waking takes the GIL from the program.
TOGETHER_NS = 1_000_000
_TASKS = "/proc/self/task"
# As they are now: a tool that looks for what blocks an event loop may replace them in the type itself (blockbuster).
_acquire = type(allocate_lock()).acquire
_bind_acquire = _acquire.__get__
_release = type(allocate_lock()).release
idents = set()
"""The thread's ident while there is one."""


class Service:
    """Duties and the thread that does them. A duty that raises is dropped; `report(about, error)` is told."""

    def __init__(self, report):
        self.report = report
        self.duties = []
        self.run = None
        # Two threads may fork at once. Whoever finds the gate closed goes on without: if the other one stops the thread,
        # it will also start it again, and with two threads of the program a fork is no matter of ours any more.
        self.gate = allocate_lock()

    def every(self, period_ns, duty, about):
        """Call `duty()` every `period_ns` from now on, as exactly as the GIL allows. `about` names it in notes.

        A duty that returns a number is next due after that many ns, and not before it has rested as long as half of that.
        """
        self.duties.append([perf_counter_ns() + period_ns, period_ns, duty, about])

    def start(self):
        """Begin to do the duties. Where no thread can be had (a limit of the system, shutdown) they are left undone."""
        if _acquire(self.gate, False):
            try:
                if self.run is None or self.run.is_told_to_end:
                    self._start()
            finally:
                _release(self.gate)

    def _start(self):
        self.run = None
        try:
            # The new thread inherits this thread's mask.
            signals.hold_back_during(partial(self._launch, _Run(self)))
        except RuntimeError as error:
            self.report("service", error)

    def _launch(self, run):
        # Only a thread that there is counts: whoever is interrupted before this, by a handler, shall be able to begin again.
        life = run.whole_life()
        try:
            start_new_thread(life, ())
        except BaseException:
            leave()
            raise
        self.run = run

    def stop(self, patience_seconds=FORK_PATIENCE_SECONDS):
        """End the thread and wait, but no longer than `patience_seconds`, until the system has forgotten it.

        Returns False where it goes on, or somebody else is about to end it.
        """
        if _acquire(self.gate, False):
            try:
                run = self.run
                if run is not None and not run.is_told_to_end:
                    run.tell_to_end()
                    if not _acquire(run.over, True, patience_seconds):
                        return False
                    _await_gone(run.native_id)
                return True
            finally:
                _release(self.gate)
        return False

    def retire(self):
        """Called by a duty: none of them is wanted any more, and the thread ends."""
        self.duties = []
        if self.run is not None and not self.run.is_told_to_end:
            self.run.tell_to_end()

    def forget(self):
        """In a forked child: whatever thread there was, and whoever held the gate, is the parent's."""
        self.run = None
        self.gate = allocate_lock()
        idents.clear()
        garbage.forget()


class _Run:
    """One life of the thread."""

    def __init__(self, service):
        self.service = service
        self.native_id = None
        self.is_told_to_end = False
        self.bell, self.over = _locked(), _locked()

    def tell_to_end(self):
        """Wakes the thread. May be called once."""
        self.is_told_to_end = True
        _release(self.bell)

    def wait(self, seconds):
        """Returns True when the thread shall end."""
        # Of all ways to call it this one makes no tuple for the arguments: the collector is let go here (garbage.py).
        acquire = partial(_bind_acquire(self.bell), True, seconds).__call__
        return next(zip(garbage.let_go, iter(acquire, 2), garbage.hold))[1]

    def whole_life(self):
        """A function for the thread to run: `main`, with all that must not be bytecode before and after it."""
        return zip(garbage.hold, iter(unmonitored(self.main), 1), garbage.let_go, iter(self.over.release, 1)).__next__

    def main(self):
        try:
            idents.add(get_ident())
            if get_native_id is not None:
                self.native_id = get_native_id()
            while not self.wait(self._seconds_to_next_duty()):
                self._do_what_is_due()
        except BaseException as error:  # nothing may reach the program's stderr, and what follows has to follow
            self.service.report("service", error)
        finally:
            idents.discard(get_ident())

    def _seconds_to_next_duty(self):
        soonest = min([duty[0] for duty in self.service.duties], default=perf_counter_ns() + 1_000_000_000)
        return max(0.0, (soonest - perf_counter_ns()) / 1e9)

    def _do_what_is_due(self):
        for entry in list(self.service.duties):
            due, period, duty, about = entry
            current = perf_counter_ns()
            if current < due - TOGETHER_NS:
                continue
            # A beat that was missed is not made up for: a suspended machine would otherwise be followed by a burst.
            entry[0] = max(due + period, current)
            try:
                pause = duty()
                if pause is not None:
                    entry[0] = max(due + pause, perf_counter_ns() + pause // 2)
            except Exception as error:
                self.service.duties.remove(entry)
                self.service.report(about, error)


def _locked():
    lock = allocate_lock()
    _acquire(lock)
    return lock


def _await_gone(native_id):
    if native_id is None or not system.is_folder(_TASKS):
        sleep(GONE_BLIND_SECONDS)
        return
    task = "%s/%d" % (_TASKS, native_id)
    deadline = perf_counter_ns() + int(GONE_PATIENCE_SECONDS * 1e9)
    while system.is_folder(task) and perf_counter_ns() < deadline:
        sleep(GONE_POLL_SECONDS)
