"""Calls of the operating system that no program can have replaced: what stands in `os` may be a test tool's by now.

Such a tool refuses calls that block inside an event loop, or answers from a file system of its own; our calls are no
business of its and must not raise in the program's place. `os.path` calls what stands in `os`, hence the few functions below.
"""

from stat import S_ISDIR, S_ISREG

try:
    from posix import close, fstat, getcwd, listdir, mkdir, open, read, readlink, stat, write

    _drive_aware = None
except ImportError:  # Windows
    from nt import close, fstat, getcwd, listdir, mkdir, open, read, readlink, stat, write  # pyright: ignore[reportAttributeAccessIssue]
    from os.path import realpath as _drive_aware

__all__ = [
    "close", "fstat", "getcwd", "is_file", "is_folder", "listdir", "mkdir", "open", "read", "real_path", "stat", "write",
]  # fmt: skip

_SEPARATOR = "/"
# As many as Linux follows (MAXSYMLINKS); more are a circle.
_MOST_LINKS = 40


def is_file(path):
    mode = _mode(path)
    return mode is not None and S_ISREG(mode)


def is_folder(path):
    mode = _mode(path)
    return mode is not None and S_ISDIR(mode)


def _mode(path):
    try:
        return stat(path).st_mode
    except (OSError, ValueError):  # not there; a name that no file can have
        return None


def real_path(path):
    """Absolute, and without symbolic links, as os.path.realpath has it."""
    if _drive_aware is not None:
        return _drive_aware(path)
    real = "" if path.startswith(_SEPARATOR) else getcwd().rstrip(_SEPARATOR)
    left = path.split(_SEPARATOR)[::-1]
    links = 0
    while left:
        name = left.pop()
        if name in ("", "."):
            continue
        if name == "..":
            real = real.rpartition(_SEPARATOR)[0]
            continue
        place = real + _SEPARATOR + name
        try:
            target = readlink(place)
        except (OSError, ValueError):  # no link, or not there
            real = place
            continue
        links += 1
        if links > _MOST_LINKS:
            return path
        if target.startswith(_SEPARATOR):
            real = ""
        left.extend(target.split(_SEPARATOR)[::-1])
    return real or _SEPARATOR
