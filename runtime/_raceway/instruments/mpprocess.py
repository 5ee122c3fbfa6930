"""multiprocessing.Process: who starts which process, who waits for it, and how it ended.

The fork server and the resource tracker are started by other means (`util.spawnv_passfds`) and so never told of.
"""

from _thread import get_ident
from sys import _getframe, modules

from _raceway import children, learning, recorder
from _raceway.kinds import EXCEPTION, GOT, OP_PROCESS_JOIN, TIMED_OUT
from _raceway.patching import Instrument, after, before, finally_, last, on_exception
from _raceway.recorder import begin_wait, end_wait, in_wait, site

processes = Instrument("multiprocessing.Process")
servers = Instrument("multiprocessing.popen_forkserver")

METHODS = ("fork", "spawn", "forkserver")


def install(process_module):
    """Weave into multiprocessing.Process; or into the fork server's client."""
    if process_module.__name__ == "multiprocessing.popen_forkserver":
        told = ("self.returncode = forkserver.read_signed(", "self.returncode = 255")
        servers.weave_all((process_module.Popen.poll, after(told, "HOOKS.ended(self)")))
        return
    process = process_module.BaseProcess
    start = "self._popen = self._Popen(self)"
    processes.rest = (
        (
            process.join,
            before("res = self._popen.wait(", "WAIT = HOOKS.join_begins(self, timeout)"),
            last("if WAIT is not None: HOOKS.join_ends(WAIT, res)"),
            on_exception("if WAIT is not None: HOOKS.broken(WAIT)"),
        ),
    )
    processes.weave_all(
        (
            process.start,
            before(start, "WAIT = HOOKS.starts(self)"),
            after(start, "if WAIT is not None: HOOKS.started(self, WAIT)"),
            finally_("HOOKS.start_is_over()"),
        ),
    )


@processes.hook
def starts(process):
    """The process is started next. Returns what `started` shall tell."""
    if not recorder.active:
        return None
    processes.weave_rest()
    children.starting[get_ident()] = str(process._name)
    return children.place_of_start(_getframe(1))


@processes.hook
def started(process, place):
    """It runs. A forked one has told of itself."""
    popen = process._popen
    method = popen.method if getattr(popen, "method", None) in METHODS else "spawn"
    if method == "fork":
        return
    if method == "spawn":
        spawn = modules.get("multiprocessing.spawn")
        program = spawn.get_executable() if spawn is not None else None
        reason = None if program is None else children.describe(program, [program], None)["notTraced"]
    else:
        reason = children.why_no_fork()
    children.began(popen.pid, method=method, name=str(process._name), argv=None, notTraced=reason, **place)


@processes.hook
def start_is_over():
    """Well or not."""
    children.starting.pop(get_ident(), None)


@processes.hook
def join_begins(process, timeout):
    """The arguments were accepted; a process that has ended already is not waited for."""
    popen = process._popen
    if not recorder.active or in_wait():
        return None
    if popen.returncode is not None or getattr(popen, "method", "") != "forkserver" and children.is_over(popen.pid):
        learning.learned(OP_PROCESS_JOIN, popen.pid)
        return None
    return begin_wait(OP_PROCESS_JOIN, 0, site(_getframe(1)), popen.pid, 0, 0 if timeout is None else 1)


@processes.hook
def join_ends(wait, exit_code):
    """The process ended, or it took too long."""
    end_wait(wait, TIMED_OUT if exit_code is None else GOT)
    children.write()


@processes.hook
def broken(wait):
    """An exception ends the wait."""
    end_wait(wait, EXCEPTION)


@servers.hook
def ended(popen):
    """The fork server has told the exit code of its child."""
    children.ended(popen.pid, popen.returncode)
