"""What this process is within the run: shall it be traced, how was it started, what does the recording say of it?"""

import os
import sys
from time import perf_counter_ns

from _raceway import system

FORMAT_VERSION = 1
DEFAULT_BUDGET_BYTES = 1 << 30

# How multiprocessing words the programs that it starts with `-c`
# (multiprocessing/{spawn,forkserver,resource_tracker}.py; loky has its own resource_tracker).
_SPAWNED = "from multiprocessing.spawn import spawn_main"
_FORK_SERVER = "from multiprocessing.forkserver import main"
_TRACKER = ".resource_tracker import main"

_SECRET_WORDS = ("password", "passwd", "pwd", "passphrase", "token", "secret", "key", "credential", "credentials")
MASK = "***"
_still_open = {}
"""Path of a run.json → how the file was when it said that the run is open."""


def read_run(recording):
    """What the host wants of this run (`run.json`); None where nothing shall be traced: no such file, or it is over."""
    try:
        fd = system.open(recording + "/run.json", os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))
        try:
            text = system.read(fd, 1 << 16)
        finally:
            system.close(fd)
        run = _parse(text.decode("utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(run, dict) or run.get("version") != FORMAT_VERSION or run.get("open") is not True:
        return None
    return run


def is_over(recording):
    """Has the host closed the run, or taken the recording away? A file that cannot be read just now says nothing.

    Asked by our thread again and again. It opens the file only where that has changed: a descriptor, be it for a moment, may have
    the number that the program counts on.
    """
    path = recording + "/run.json"
    try:
        status = system.stat(path)
        version = status.st_mtime_ns, status.st_size, status.st_ino
        if _still_open.get(path) == version:
            return False
        fd = system.open(path, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))
        try:
            run = _parse(system.read(fd, 1 << 16).decode("utf-8"))
        finally:
            system.close(fd)
    except FileNotFoundError:
        return True
    except (OSError, ValueError):
        return False
    if isinstance(run, dict) and run.get("open") is False:
        return True
    _still_open[path] = version
    return False


def _parse(text):
    """JSON without the json module, whose import takes a quarter of the time that we may add to a start."""
    try:
        from _json import make_scanner
    except ImportError:
        from json import loads

        return loads(text)

    class Plain:
        strict = True
        object_hook = object_pairs_hook = None
        parse_float, parse_int, parse_constant = float, int, float
        memo = {}

    try:
        return make_scanner(Plain)(text.strip(), 0)[0]
    except StopIteration:
        raise ValueError("no JSON") from None


def is_main_interpreter():
    """False in a subinterpreter, which imports site like any other but bears no hooks, threads or recording of ours.

    Only the main interpreter's main thread may touch the wakeup descriptor (signal.set_wakeup_fd raises ValueError
    elsewhere), and that is the one cheap difference which a module without further imports can see.
    """
    from _signal import set_wakeup_fd

    try:
        current = set_wakeup_fd(-1)
    except ValueError:
        return False
    if current != -1:
        set_wakeup_fd(current)
    return True


def command_line():
    """The interpreter's own arguments and its options; None where nobody tells (3.8 and 3.9 off Linux)."""
    if hasattr(sys, "orig_argv"):
        return list(sys.orig_argv)
    try:
        fd = system.open("/proc/self/cmdline", os.O_RDONLY)
        try:
            text = system.read(fd, 1 << 20)
        finally:
            system.close(fd)
    except OSError:
        return None
    return [os.fsdecode(argument) for argument in text.split(b"\0")[:-1]]


def role(recording):
    """`main`, `subprocess`, `spawn`, or `fork-server` and `tracker`, helpers that are no part of the program."""
    arguments = command_line() or sys.argv
    place, start = _place_of_program_text(arguments)
    program = "" if place is None else arguments[place][start:]
    if program.startswith(_SPAWNED) or "--multiprocessing-fork" in arguments:
        return "spawn"
    if program.startswith(_FORK_SERVER):
        return "fork-server"
    if program.startswith("from ") and _TRACKER in program:
        return "tracker"
    return "main" if _is_first(recording) else "subprocess"


def _place_of_program_text(arguments):
    """Where the text given with `-c` is: (index of its argument, where in it the text starts), or (None, 0).

    As in Python/getopt.c, letters may be joined, and c, m, W and X take a value.
    """
    place = 1
    while place < len(arguments) and arguments[place].startswith("-") and arguments[place] not in ("-", "--"):
        option = arguments[place]
        place += 1
        if option.startswith("--"):
            place += option == "--check-hash-based-pycs"
            continue
        for position, letter in enumerate(option[1:], 2):
            attached = position < len(option)
            if letter == "c":
                if attached:
                    return place - 1, position
                return (place, 0) if place < len(arguments) else (None, 0)
            if letter == "m":
                return None, 0
            if letter in "WX":
                place += not attached
                break
    return None, 0


def _is_first(recording):
    """Nobody recorded here before, or only this process did, before it replaced its program (`os.exec*`)."""
    own = "process-%d-" % os.getpid()
    return all(name.startswith(own) for name in system.listdir(recording) if name.startswith("process-"))


def is_wanted(run, start_method):
    """Does the run's choice of children (`all`, `same` interpreter, `none`) include a process that was started so?"""
    if start_method == "main" or run.get("children", "same") == "all":
        return True
    if run.get("children") == "none":
        return False
    return run.get("prefix") in (None, sys.prefix)


def budget_bytes(run):
    """How much this process may record."""
    budget = run.get("budgetBytes")
    return budget if isinstance(budget, int) and budget > 0 else DEFAULT_BUDGET_BYTES


def make_folder(recording):
    """Make and return this process's folder in the recording. Raises OSError where that is not possible."""
    number = 0
    while True:
        folder = "%s/process-%d-%d" % (recording, os.getpid(), number)
        try:
            system.mkdir(folder, 0o700)
            return folder
        except FileExistsError:
            number += 1


def describe(start_method, start_ns=None):
    """The first line of the side tables: who this process is (docs/trace-format.md, `process`)."""
    try:
        cwd = system.getcwd()
    except OSError:  # the folder was removed
        cwd = None
    orig = getattr(sys, "orig_argv", None)
    return {
        "k": "process",
        "v": FORMAT_VERSION,
        "pid": os.getpid(),
        "ppid": os.getppid(),
        "argv": mask(sys.argv),
        "orig": None if orig is None else mask(without_program_text(orig)),
        "python": sys.version.split()[0],
        "implementation": sys.implementation.name,
        "gil": getattr(sys, "_is_gil_enabled", lambda: True)(),
        "executable": sys.executable,
        "prefix": sys.prefix,
        "cwd": cwd,
        "startNs": perf_counter_ns() if start_ns is None else start_ns,
        "startMethod": start_method,
        "platform": sys.platform,
        "cpus": _usable_processors(),
        "errors": True,
    }


def _usable_processors():
    try:
        return len(os.sched_getaffinity(0))
    except (AttributeError, OSError):
        return os.cpu_count() or 0


def mask(arguments):
    """Arguments without the values of secrets: `--token X`, `--token=X`, `token=X`, `user:X@host` in an address."""
    masked = []
    hide_next = False
    for argument in arguments:
        name, equals, _ = argument.partition("=")
        is_option = argument.startswith("-")
        if hide_next and not is_option:
            masked.append(MASK)
            hide_next = False
        elif (is_option or equals) and _names_a_secret(name):
            masked.append(name + equals + (MASK if equals else ""))
            hide_next = not equals
        else:
            masked.append(_mask_address(argument))
            hide_next = False
    return masked


def _names_a_secret(name):
    """`--api-key`, `--apikey`, `DB_PASSWORD`, but not `--keyboard`."""
    return any(word.endswith(_SECRET_WORDS) for word in name.lower().replace("_", "-").split("-"))


def _mask_address(argument):
    scheme, separator, rest = argument.partition("://")
    authority, slash, path = rest.partition("/")
    user, at, host = authority.rpartition("@")
    if not (separator and at and ":" in user):
        return argument
    return "%s://%s:%s@%s%s%s" % (scheme, user.partition(":")[0], MASK, host, slash, path)


def without_program_text(arguments):
    """`-c` is followed by source text, and a recording holds none. multiprocessing's own lines may stay."""
    place, start = _place_of_program_text(arguments)
    if place is None or arguments[place][start:].startswith("from multiprocessing."):
        return list(arguments)
    return [*arguments[:place], arguments[place][:start] + "…", *arguments[place + 1 :]]
