"""From the start of the interpreter to a recording that runs; from there to a fork, and to the end.

The order matters. The recording is open before anything is patched, so that the first lock is seen. Everything is
patched, or waits for its module to be imported, before the program's first line runs. The exit handler and the fork
hooks are registered before any of the program's: handlers at exit run last registered first, so ours is the last of
all; around a fork ours are the ones nearest to it.

    start ─► is it for us? ─► recording ─► hooks ─► instruments ─► service thread
                                             ├► in a forked child: a recording of its own, or none
                                             └► at exit: end of the main lane
"""

import sys
from time import perf_counter_ns

from _raceway import (
    children,
    garbage,
    greenlets,
    identity,
    imports,
    instruments,
    processes,
    races,
    recorder,
    sampler,
    sidetables,
    signals,
)
from _raceway.service import EXIT_PATIENCE_SECONDS, Service

HEARTBEAT_NS = 50_000_000
RUN_LOOK_NS = 500_000_000

_recording = None
_run = None
_service = None
# The module `control`, where the host offers a socket.
_control = None
_start_method = None
_finished = False
_outlasting = []
# `fork`, or `forkserver` in the fork server, which has no recording of its own; None where forked children are not
# traced.
_children_start_by = None
_observer = None


def start(recording, start_ns):
    """Record this process, which we began to delay at `start_ns`, if its run wants that. Raises and prints nothing."""
    try:
        _start(recording, start_ns)
    except Exception as error:
        _give_up(error)


def _start(recording, start_ns):
    global _recording, _run, _service, _control, _children_start_by
    run = processes.read_run(recording)
    if run is None or not processes.is_main_interpreter():
        return
    role = processes.role(recording)
    if role == "tracker" or not processes.is_wanted(run, role):
        return
    _recording, _run, _service = recording, run, Service(_report)
    children.of_run = run, recording
    children.at_exit = _finish_at_once
    children.before_exec, children.after_exec = _tell_before_exec, _go_on_in_parent
    _service.every(HEARTBEAT_NS, recorder.heartbeat, "heartbeat")
    _service.every(HEARTBEAT_NS, children.write, "children")
    _service.every(RUN_LOOK_NS, _end_with_run, "run")
    if run.get("control") is not None:
        from _raceway import control as _control

        _service.every(HEARTBEAT_NS, _control.beat, "control")
    if role == "fork-server":
        # What it imports for its children must find the instruments in place.
        _children_start_by = "forkserver"
        _register_hooks()
        _install_instruments()
        _observe()
    elif _open(recorder.open_recording, role, start_ns):
        _children_start_by = "fork"
        _register_hooks()
        _install_instruments()
        _observe()
        recorder.begin_here()
        sampler.start(_service)
        _service.start()
        recorder.meta({"k": "ready", "ns": perf_counter_ns()})


def _open(opener, start_method, start_ns):
    """Open this process's recording with `opener`. False: there is no room for one, which its folder tells."""
    global _start_method
    _start_method = start_method
    folder = processes.make_folder(_recording)
    row = processes.describe(start_method, start_ns)
    try:
        opener(folder, processes.budget_bytes(_run), row)
    except OSError as error:
        tables = sidetables.SideTables(folder + "/meta.jsonl")
        tables.write(row)
        tables.write(
            {"k": "note", "level": "error", "about": "not traced", "text": "no recording: %s" % error.strerror}
        )
        return False
    if _control is not None:
        try:
            _control.begin(_run, folder, row["argv"])
        except Exception as error:
            _report("control", error)
    return True


def _install_instruments():
    imports.report = lambda module, error: _report("the instruments of %s" % module.__name__, error)
    for module_name, names in instruments.TABLE.items():
        for name in names:
            imports.on_import(module_name, _installer(name))
    imports.on_import("multiprocessing.util", _watch_end_of_forked_child)
    greenlets.watch()
    garbage.install()


def _observe():
    """Races last: to rewrite the program may take a while, and it needs nothing of it that the others do not."""
    global _observer
    try:
        _observer = races.install(_run, imports, recorder)
        if _observer is not None:
            _service.every(HEARTBEAT_NS, _observer.beat, "races")
    except Exception as error:
        _report("races", error)


def _installer(name):
    def install(module):
        # Not `__import__`: the program may have replaced that.
        sys.modules["_frozen_importlib"]._gcd_import("_raceway.instruments." + name).install(module)

    return install


def _register_hooks():
    import atexit
    import os

    atexit.register(_finish)
    if hasattr(os, "register_at_fork"):
        from _raceway import forks

        forks.register(_before_fork, _go_on_in_parent, _begin_in_child, recorder.next_is_main)


def _end_with_run():
    """A process that outlives the run goes on by itself: nobody will read what it records from now on."""
    if processes.is_over(_recording):
        recorder.close_recording()
        if _observer is not None:
            _observer.leave()
        _let_go_of_host()
        _service.retire()


def _before_fork(frame):
    try:
        children.before_fork(frame)
    except Exception as error:
        _report("fork", error)
    _service.stop()


def _go_on_in_parent():
    if recorder.active and not _finished:
        _service.start()


def _begin_in_child():
    """Record into a folder of its own, or nothing: nothing may be written to the parent's segments, mapped here too."""
    global _run, _finished, _children_start_by
    before = set(sys.modules)
    start_method, _children_start_by, _finished = _children_start_by, None, False
    _service.forget()
    _let_go_of_host()
    try:
        _run = processes.read_run(_recording)
        if children.begin_in_child():
            start_method = None
        wanted = start_method is not None and _run is not None and processes.is_wanted(_run, start_method)
        if wanted and _open(recorder.reopen_after_fork, start_method, perf_counter_ns()):
            if _observer is not None:
                _observer.begin_in_child(recorder.meta)
            _children_start_by = "fork"
            sampler.start(_service)
            _service.start()
    except Exception as error:
        _report("fork", error)
        _children_start_by = None
    if _children_start_by is None:
        if _observer is not None:
            _observer.leave()
        recorder.stop_after_fork()
    imports.hide_new(before)


def _outlast_modules():
    """The interpreter is about to empty all modules that sys.modules holds, and runs finalizers of the program after that.

    Through traced objects they come into our code, so our modules leave sys.modules and are kept as they are.
    """
    _outlasting.extend(sys.modules.pop(name) for name in list(sys.modules) if name.partition(".")[0] == "_raceway")


def _finish():
    """The program is over: nothing of it follows in this thread. Threads that still run may go on recording."""
    global _finished
    if not recorder.active or _finished:
        return
    _finished = True
    mask = signals.block()
    _tell_end()
    sampler.finish(_service.stop(EXIT_PATIENCE_SECONDS))
    garbage.forget()
    _let_go_of_host()
    recorder.heartbeat()
    _outlast_modules()
    try:
        signals.restore(mask)
    except BaseException:
        pass  # a handler for a signal that arrived after the program's end; without us it would not run any more


def _tell_end():
    """What is still to be read of the program's accesses is our work: its lane has ended before."""
    ended, cpu = perf_counter_ns(), identity.cpu_ns()
    if _observer is not None:
        _finish_observing()
    children.write()
    recorder.meta({"k": "end", "ns": ended, "told_ns": perf_counter_ns() - ended})
    recorder.finish(recorder.local.me, cpu, ended)


def _finish_at_once():
    """os._exit was called: the same for a process that ends where it stands, and where nobody has to wait for us."""
    global _finished
    if recorder.active and not _finished:
        _finished = True
        try:
            _tell_end()
            recorder.heartbeat()
        except Exception as error:
            _report("end", error)


def _tell_before_exec():
    """What our thread would tell within a heartbeat. It ends first: it may be in the middle of telling something."""
    if not _finished:
        _service.stop(EXIT_PATIENCE_SECONDS)
    signals.hold_back_during(children.write)
    recorder.heartbeat()


def _finish_observing():
    try:
        _observer.finish()
    except Exception as error:
        _report("races", error)


def _watch_end_of_forked_child(util):
    """multiprocessing ends its forked children with os._exit, past all exit handlers.

    The last that `BaseProcess._bootstrap` does is to flush the standard streams through this function. Wrapping
    `_bootstrap` itself would put a frame of ours under everything that the child runs.
    """
    flush = util._flush_std_streams

    def _flush_std_streams():
        flush()
        if sys._getframe(1).f_code.co_name == "_bootstrap" and _start_method in ("fork", "forkserver"):
            _finish()

    util._flush_std_streams = _flush_std_streams


def _give_up(error):
    """Something of ours is broken: the program runs untraced, and if there is a recording it says why."""
    _report("start", error)
    recorder.close_recording()
    if _service is not None:
        _service.stop()
    _let_go_of_host()


def _let_go_of_host():
    if _control is not None:
        _control.close()


def _report(about, error):
    place = error.__traceback__
    while place.tb_next is not None:
        place = place.tb_next
    where = "%s:%d" % (place.tb_frame.f_code.co_filename, place.tb_lineno)
    text = "switched off after an error of its own: %s: %s (%s)" % (type(error).__name__, error, where)
    recorder.note(about, text, "error")
