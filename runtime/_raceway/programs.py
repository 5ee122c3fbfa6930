"""What a program will be that this process starts: is it Python, and will it be traced? Judged from what is passed to it.

It is read once the child has begun, so that nothing here holds it up. Loaded when the program starts its first child.
"""

import os
import sys

from _raceway import processes, system
from _raceway.children import CHILDREN_NONE

_INJECT = os.path.join(os.path.dirname(os.path.dirname(system.real_path(__file__))), "inject")

NOT_PYTHON = "not a Python program"
NO_ENVIRONMENT = "its environment lacks what starts the tracer (RACEWAY_RECORDING, PYTHONPATH)"
OTHER_PYTHON = "another Python than this run's"
OLD_PYTHON = "its Python is too old"
NO_CPYTHON = "its Python is not CPython"
IGNORES = "it runs with %s, which loads no code from outside"

_FAMILIES = ("python", "pypy", "graalpy")
# What follows one of these is a program's text, not its name.
_TEXT_OPTIONS = ("-c", "-e", "--eval", "/c", "-command")
# A first line of a script: long enough for any path, and it is read at each start.
_SHEBANG_BYTES = 256
# Of a longer command the recording has the beginning.
_MOST_ARGUMENTS, _MOST_LETTERS = 50, 300


def describe(of_run, program, argv, environment, cwd):
    """The fields of a child's row; all arguments as os.execve takes them: str, bytes or paths.

    `environment`: None for this process's own. `argv`: None, or no list, where nobody can tell.
    """
    program = os.fsdecode(program)
    is_known = isinstance(argv, (list, tuple))
    argv = [os.fsdecode(argument) for argument in argv] if is_known and argv else [program]
    python, options = interpreter_of(program, argv, environment, None if cwd is None else os.fsdecode(cwd))
    reason = NOT_PYTHON if python is None else why_not_traced(of_run, python, options, environment)
    direct = python is not None and _is_python(_found(program, environment, None))
    return {"name": name_of(argv, direct), "argv": shown(argv, direct) if is_known else None, "notTraced": reason}


def why_not_traced(of_run, python, options, environment):
    """The reason why that Python will not be traced, as docs/trace-format.md has it; None where it should be."""
    run, recording = of_run
    family, version = _family(system.real_path(python))
    if family is None:
        family, version = _family(python)
    if family not in ("python", None):
        return NO_CPYTHON
    if version == "2" or version.startswith(("2.", "3.")) and _minor(version) < 8:
        return OLD_PYTHON
    if run.get("children") == "none":
        return CHILDREN_NONE
    if run.get("children", "same") == "same" and not _is_of_prefix(python, run.get("prefix") or sys.prefix):
        return OTHER_PYTHON
    ignoring = [letter for letter in "IES" if letter in options]
    if ignoring:
        return IGNORES % ("-" + ignoring[0])
    environment = os.environ if environment is None else environment
    path = _variable(environment, "PYTHONPATH").split(os.pathsep)
    injected = any([entry and system.real_path(entry) == _INJECT for entry in path])
    if _variable(environment, "RACEWAY_RECORDING") != recording or not injected:
        return NO_ENVIRONMENT
    return None


def interpreter_of(program, argv, environment=None, cwd=None):
    """(path of the Python that will run, its one-letter options); (None, "") where that is no Python.

    A script is followed to the interpreter in its first line.
    """
    path = _found(program, environment, cwd)
    if _is_python(path):
        return path, _letters(argv[1:])
    words = _first_line(path)
    if words and os.path.basename(words[0]) == "env":
        words = [word for word in words[1:] if word not in ("-S", "--split-string") and "=" not in word]
        words[:1] = [_found(word, environment, cwd) for word in words[:1]]
    if words and _is_python(words[0]):
        return words[0], _letters(words[1:])
    return None, ""


def _is_python(path):
    return path == sys.executable or _family(path)[0] is not None


def _family(path):
    """("python", "3.13") for `/usr/bin/python3.13t`, ("python", "") where the name tells no version, (None, "") for others."""
    name = os.path.basename(path).lower()
    name = name[:-4] if name.endswith(".exe") else name
    for family in _FAMILIES:
        if name.startswith(family):
            version = name[len(family) :].lstrip("w").rstrip("tdw")
            if not version or version.replace(".", "", 1).isdigit():
                return family, version
    return None, ""


def _minor(version):
    minor = version.partition(".")[2]
    return int(minor) if minor else 8  # `python3` may be any


def _found(program, environment, cwd):
    """The file that is executed; the name itself where there is none."""
    if os.path.dirname(program):
        return program if cwd is None or os.path.isabs(program) else os.path.join(cwd, program)
    for folder in _variable(os.environ if environment is None else environment, "PATH").split(os.pathsep):
        path = os.path.join(folder, program)
        if system.is_file(path):
            return path
    return program


def _first_line(path):
    """The words of a script's first line, without its `#!`; [] where it has none."""
    if not system.is_file(path):  # a pipe would be waited for
        return []
    try:
        fd = system.open(path, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))
        try:
            text = system.read(fd, _SHEBANG_BYTES)
        finally:
            system.close(fd)
    except OSError:
        return []
    return os.fsdecode(text[2:].partition(b"\n")[0]).split() if text[:2] == b"#!" else []


def _letters(arguments):
    """The letters of a Python's own options, up to its program."""
    return read_options(arguments)[0]


def read_options(arguments):
    """What a Python's arguments (without its own name) say: (letters of its options, "c", "m", "file" or None, its name).

    As Python/getopt.c reads them: letters may be joined, and c, m, W and X take a value. The text given with -c is no name.
    """
    letters = ""
    place = 0
    while place < len(arguments):
        argument = arguments[place]
        place += 1
        if argument == "--" or not argument.startswith("-"):
            place -= argument != "--"
            break
        if argument == "-":
            return letters, None, None
        if argument.startswith("--"):
            place += argument == "--check-hash-based-pycs"
            continue
        for end, letter in enumerate(argument[1:], 2):
            if letter == "c":
                return letters, "c", None
            if letter == "m":
                return letters, "m", argument[end:] or (arguments[place] if place < len(arguments) else None)
            if letter in "WX":
                place += end == len(argument)
                break
            letters += letter
    return (letters, "file", arguments[place]) if place < len(arguments) else (letters, None, None)


def _is_of_prefix(python, prefix):
    """Will that Python's `sys.prefix` be this one? As site.py finds it: a virtual environment has a pyvenv.cfg."""
    if python == sys.executable:
        return system.real_path(prefix) == system.real_path(sys.prefix)
    folder = os.path.dirname(os.path.normpath(os.path.join(system.getcwd(), python)))
    for place in (folder, os.path.dirname(folder)):
        if system.is_file(os.path.join(place, "pyvenv.cfg")):
            return system.real_path(place) == system.real_path(prefix)
    real = os.path.dirname(os.path.dirname(system.real_path(python)))
    if real != system.real_path(prefix):
        return False
    version = _family(system.real_path(python))[1]  # several Pythons share /usr
    return "." not in version or version == "%d.%d" % sys.version_info[:2]


def _variable(environment, name):
    """A variable of an environment, whose names and values may be bytes; "" where it is missing."""
    value = environment.get(name)
    if value is None and environment is not os.environ:
        value = environment.get(name.encode())
    return "" if value is None else os.fsdecode(value)


def shown(argv, is_python):
    """Arguments as a recording may hold them: no text of a program, no secrets."""
    if is_python:
        return _in_short(processes.without_program_text(argv))
    kept = []
    hide = False
    for place, argument in enumerate(argv):
        kept.append("…" if hide else argument)
        hide = place + 1 < len(argv) and argument.lower() in _TEXT_OPTIONS
    return _in_short(kept)


def _in_short(argv):
    return [argument[:_MOST_LETTERS] for argument in processes.mask(argv[:_MOST_ARGUMENTS])]


def name_of(argv, is_python):
    """A short name: the script or module that a Python runs, else the program."""
    _, _, name = read_options(argv[1:]) if is_python else ("", None, None)
    return os.path.basename(name or argv[0]) or argv[0]
