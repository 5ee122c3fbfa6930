"""Whose code is it? Decides which objects become resources and which line stands for what happened.

*Program code* is all that is neither the standard library nor Raceway; packages in site-packages are program code. The
library's own `test` package counts as a program: CPython's tests are what we measure ourselves against.
"""

import os
import sys

NOT_PROGRAM, NO_FILE, PROGRAM = 0, 1, 2

# A program that makes code without end (exec in a loop) must not keep all of it alive through our pins.
MAX_REMEMBERED = 50_000


def _fold_case(path):
    """Windows names one file in many ways; elsewhere a path is compared as it is (normcase does nothing there)."""
    return os.path.normcase(path)


def _standard_library_prefixes():
    """Folders (and an embeddable Python's zip file) of the standard library, each with a separator at its end."""
    zip_name = "python%d%d.zip" % sys.version_info[:2]
    folders = [os.path.dirname(os.__file__)]
    folders += [entry for entry in sys.path if os.path.basename(entry) == zip_name]
    frozen_home = getattr(sys, "_stdlib_dir", None)  # 3.11+: `os` is frozen there, its file may be a guess
    if frozen_home:
        folders.append(frozen_home)
    folders += [os.path.realpath(folder) for folder in folders]
    return tuple({_fold_case(folder) + os.sep for folder in folders})


STANDARD_LIBRARY = _standard_library_prefixes()
OURS = _fold_case(os.path.dirname(os.path.abspath(__file__))) + os.sep
# Folders inside the standard library's that hold programs.
GUESTS = ("site-packages", "dist-packages", "test")


def is_standard_library(path):
    """Is the file `path`, as a code object or a module spec names it, part of the standard library?"""
    if path.startswith("<frozen ") or path in ("built-in", "frozen"):
        return True
    path = _fold_case(path)
    for prefix in STANDARD_LIBRARY:
        if path.startswith(prefix):
            return path[len(prefix) :].partition(os.sep)[0] not in GUESTS
    return False


def _classify(code):
    path = code.co_filename
    if path.startswith(OURS) or is_standard_library(path) or _fold_case(path).startswith(OURS):
        return NOT_PROGRAM
    # `<string>`, `<stdin>`, `<attrs generated init …>`: the program's, but no line that a person could be sent to.
    return NO_FILE if path.startswith("<") else PROGRAM


# id(code) → (code, class). The code object is kept, because an id means nothing once its object is gone, and never
# hashed: that costs 320 ns on 3.13.
_remembered = {}


def _class_of(code):
    entry = _remembered.get(id(code))
    if entry is None:
        if len(_remembered) >= MAX_REMEMBERED:
            _remembered.clear()
        entry = _remembered[id(code)] = (code, _classify(code))
    return entry[1]


def is_program(code):
    """Is this code object program code (with or without a file)?"""
    return _class_of(code) != NOT_PROGRAM


def program_frame(frame):
    """The frame, at or above `frame`, whose line stands for what happens in `frame`.

    That is the nearest frame of program code that has a file. A program without files (`python -c`) gives its
    nearest frame of program code, a thread that runs only library code gives None.
    """
    without_file = None
    while frame is not None:
        kind = _class_of(frame.f_code)
        if kind == PROGRAM:
            return frame
        if kind == NO_FILE and without_file is None:
            without_file = frame
        frame = frame.f_back
    return without_file
