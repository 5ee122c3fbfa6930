"""The processes that this one starts: a line in the side tables when one begins, another when its exit code is known.

Nothing is written at the moment itself. Between the call that made a process, or collected its exit code, and the program
that gets the pid there must be no place where a signal handler could raise and the pid be lost; writing a line is
full of them. So what happened is stored in a dict and written a moment later: at the next heartbeat, at the end, or by
a hook that runs when the program has what it wants.
"""

from _thread import _local, get_ident
from sys import modules

try:
    from os import P_PID, WEXITED, WNOHANG, WNOWAIT
    from os import waitid as _waitid
except ImportError:  # Windows; macOS before Python 3.13
    P_PID = WEXITED = WNOHANG = WNOWAIT = 0
    _waitid = None
from _raceway import recorder
from _raceway.classify import is_standard_library
from _raceway.recorder import now

begun = {}
"""(pid, when) → a row, still to be written."""
collected = {}
"""(when, pid) → what os.waitpid or one of its kin returned, or an exit code: still to be written."""
starting = {}
"""ident of a thread → name of the multiprocessing.Process that it is just starting."""
_living = set()


class _Fork(_local):
    """This thread's fork: the row of the child, None where nobody wants it; will the child be another program at once?"""

    row: "dict | None" = None
    soon = False


fork = _Fork()

of_run = None
"""(what run.json says, the recording folder): what decides whether a child is traced."""

at_exit = bool
"""Called before os._exit; replaced by whoever ends the recording."""

before_exec = after_exec = bool
"""Called around os.execv and execve; replaced likewise."""

CHILDREN_NONE = "children are not traced in this run"
# Functions of the standard library that fork in order to run another program in the child.
_REPLACED_SOON = ("_execute_child", "_spawnvef")


def place_of_start(frame):
    """Who starts a child, when and where: the beginning of its row."""
    site = recorder.site(frame)
    return {"k": "child", "lane": recorder.local.me.id, "ns": now(), "code": site >> 32, "lasti": site & 0xFFFFFFFF}


def describe(program, argv, environment, cwd=None):
    """What a row says of a program that is started: its name, its arguments, why it will not be traced."""
    # Nothing can be imported any more when the interpreter shuts down.
    if "_raceway" not in modules:
        return {"name": "", "argv": None, "notTraced": None}
    programs = modules["_frozen_importlib"]._gcd_import("_raceway.programs")
    return programs.describe(of_run, program, argv, environment, cwd)


def began(pid, **row):
    """Note a child; `row` as docs/trace-format.md tells of `child`."""
    _living.add(pid)
    row["pid"] = pid
    begun[pid, row["ns"]] = row


def ended(pid, code):
    """Note the exit code of a child that was not collected by a function of the os module."""
    if pid in _living and code is not None:
        collected[now(), pid] = code


def is_over(pid):
    """Has the child ended, and nobody asked for its exit code yet? Also when it is not ours, or was asked for."""
    if _waitid is None:
        return False
    try:
        return _waitid(P_PID, pid, WEXITED | WNOHANG | WNOWAIT) is not None
    except OSError:
        return True


def write():
    """Write down what happened since the last time."""
    for key in list(begun):
        row = begun.pop(key, None)
        if row is not None:
            recorder.meta(row)
    for key in list(collected):
        found = collected.pop(key, None)
        code = exit_code(found)
        if code is not None:
            _living.discard(key[1])
            recorder.meta({"k": "childEnd", "pid": key[1], "exitCode": code, "ns": key[0]})


def exit_code(found):
    """The code in what os.waitpid, wait3, wait4 or waitid returned; None where the child was only stopped."""
    from os import WEXITSTATUS, WIFEXITED, WIFSIGNALED, WTERMSIG

    if found is None or isinstance(found, int):
        return found
    if hasattr(found, "si_status"):
        if found.si_code == _CLD_EXITED:
            return found.si_status
        return -found.si_status if found.si_code in _CLD_BY_SIGNAL else None
    status = found[1]
    if WIFEXITED(status):
        return WEXITSTATUS(status)
    return -WTERMSIG(status) if WIFSIGNALED(status) else None


# bits/siginfo-consts.h; the names are in the os module only since 3.9
_CLD_EXITED, _CLD_BY_SIGNAL = 1, (2, 3)


def before_fork(frame):
    """In the thread that forks; `frame` is what calls os.fork."""
    row = None
    soon = is_replaced_soon(frame)
    if recorder.active and not (soon and frame.f_code.co_name == "_execute_child"):  # which Popen tells of
        row = {"method": "fork", "name": starting.get(get_ident(), ""), "argv": None, "notTraced": why_no_fork()}
        if soon:
            row = _describe_spawned(frame.f_locals)
        row.update(place_of_start(frame))
    fork.row, fork.soon = row, soon


def forked(pid):
    """Called with what os.fork has returned; returns it. No place for a signal handler in here: see above."""
    if pid and fork.row is not None:
        row = fork.row
        fork.row = None
        row["pid"] = pid
        begun[pid, row["ns"]] = row
    return pid


def forked_pty(pair):
    """The same for os.forkpty."""
    if pair[0] and fork.row is not None:
        row = fork.row
        fork.row = None
        row["pid"] = pair[0]
        begun[pair[0], row["ns"]] = row
    return pair


def _describe_spawned(names):
    """`names`: the local variables of os._spawnvef."""
    row = describe(names["file"], names["args"], names["env"])
    row["method"] = "subprocess"
    return row


def why_no_fork():
    """Why a child will not be traced that goes on with our program; None where it should be."""
    return CHILDREN_NONE if of_run[0].get("children") == "none" else None


def is_replaced_soon(frame):
    """Does the standard library fork here in order to start another program?"""
    code = frame and frame.f_code
    return code is not None and code.co_name in _REPLACED_SOON and is_standard_library(code.co_filename)


def begin_in_child():
    """In a forked child, whose siblings are the parent's business. True: it will be another program at once."""
    fork.row = None
    for told in (begun, collected, starting, _living):
        told.clear()
    return fork.soon
