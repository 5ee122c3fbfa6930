"""Whose code is it? Decides which objects become resources and which lines stand for what happened.

*Program code* is all that is neither the standard library nor Raceway; packages in site-packages are program code. The
library's own `test` package counts as a program: CPython's tests are what we measure ourselves against.
"""

import os
import sys
from os.path import normcase  # Windows names one file in many ways; elsewhere it changes nothing


def _standard_library_prefixes():
    """Folders (and an embeddable Python's zip file) of the standard library, each with a separator at its end."""
    zip_name = "python%d%d.zip" % sys.version_info[:2]
    folders = [os.path.dirname(os.__file__)]
    folders += [entry for entry in sys.path if os.path.basename(entry) == zip_name]
    frozen_home = getattr(sys, "_stdlib_dir", None)  # 3.11+: `os` is frozen there, its file may be a guess
    if frozen_home:
        folders.append(frozen_home)
    folders += [os.path.realpath(folder) for folder in folders]
    return tuple({normcase(folder) + os.sep for folder in folders})


STANDARD_LIBRARY = _standard_library_prefixes()
OURS = normcase(os.path.dirname(os.path.abspath(__file__))) + os.sep
# Folders inside the standard library's that hold programs.
GUESTS = ("site-packages", "dist-packages", "test")


def is_standard_library(path):
    """Is the file `path`, as a code object or a module spec names it, part of the standard library?"""
    if path.startswith("<frozen ") or path in ("built-in", "frozen"):
        return True
    path = normcase(path)
    for prefix in STANDARD_LIBRARY:
        if path.startswith(prefix):
            return path[len(prefix) :].partition(os.sep)[0] not in GUESTS
    return False


def is_program(code):
    """Is this code object program code? Text without a file (`<string>`, `<stdin>`) is. Callers remember the answer."""
    path = code.co_filename
    return not (is_standard_library(path) or normcase(path).startswith(OURS))
