"""subprocess.Popen: which programs are started, and who waits for them (`run`, `call` and the like come through here)."""

from sys import _getframe, exc_info

from _raceway import children, recorder
from _raceway.kinds import EXCEPTION, GOT, IO_CHILD, OP_IO, TIMED_OUT
from _raceway.patching import Instrument, after, before, finally_, on_exception
from _raceway.recorder import begin_wait, end_wait, in_wait, site

programs = Instrument("subprocess.Popen")


def install(subprocess):
    """Weave the first hooks into Popen; the others follow when the first program is started."""
    popen = subprocess.Popen
    ends = "if WAIT is not None: WAIT = HOOKS.wait_ends(WAIT)"
    broken = "if WAIT is not None: WAIT = HOOKS.broken(WAIT)"
    programs.rest = (
        (
            popen.wait,
            before("return self._wait(timeout=timeout)", "WAIT = HOOKS.wait_begins(self, timeout)"),
            on_exception(broken),
            finally_(ends),
        ),
        (
            popen.communicate,
            before(
                "if (timeout is None and not self._communication_started", "WAIT = HOOKS.wait_begins(self, timeout)"
            ),
            before("return (stdout, stderr)", ends),
            on_exception(broken),
        ),
    )
    start = "self._execute_child(args, executable,"
    programs.weave_all(
        (
            popen.__init__,
            before(start, "WAIT = HOOKS.starts()"),
            after(start, "if WAIT is not None: HOOKS.started(self, WAIT, args, executable, shell, env, cwd)"),
        )
    )


@programs.hook
def starts():
    """The program is started next. Returns where."""
    if not recorder.active:
        return None
    programs.weave_rest()
    return children.place_of_start(_getframe(1))


@programs.hook
def started(popen, place, args, executable, shell, environment, cwd):
    """It runs."""
    if isinstance(args, (str, bytes)) or hasattr(args, "__fspath__"):
        args = [args]
    if shell:
        args = ["/bin/sh", "-c", *args] if isinstance(args, (list, tuple)) else None
        executable = executable or "/bin/sh"
    if executable is None:
        executable = args[0] if isinstance(args, (list, tuple)) and args else ""
    row = children.describe(executable, args, environment, cwd)
    children.began(popen.pid, method="subprocess", **row, **place)


@programs.hook
def wait_begins(popen, timeout):
    """The handle of the wait; None for a program that has ended already, and inside another wait."""
    if not recorder.active or popen.returncode is not None or in_wait() or children.is_over(popen.pid):
        return None
    return begin_wait(OP_IO, 0, site(_getframe(1)), IO_CHILD, 0, 0 if timeout is None else 1)


@programs.hook
def wait_ends(wait):
    """The program ended."""
    end_wait(wait, GOT)
    children.write()


@programs.hook
def broken(wait):
    """An exception ends the wait: the timeout's, or another one."""
    end_wait(wait, TIMED_OUT if exc_info()[0].__name__ == "TimeoutExpired" else EXCEPTION)
