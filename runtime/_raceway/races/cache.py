"""Keeps rewritten code from run to run, in the user's cache folder, never beside the program.

One file for each source text, path, interpreter and version of ours; in it the code *before* sites are put in, which cannot be
written to a file. The folder is the user's alone (0700, owner checked): code out of it will be executed. What goes wrong costs
time, nothing else.
"""

import marshal
import os
import sys
from _imp import source_hash

from _raceway.races.bind import Rewritten

MOST_FILES = 4_000
_CHECKSUM_BYTES = 8
_CODE = type(compile("", "", "exec"))
_MAGIC = sys.modules["_frozen_importlib_external"].MAGIC_NUMBER


def _folder_of_user():
    """The platform's place for caches; None where the user has none."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.path.join(base, "raceway", "rewritten") if base and os.path.isabs(base) else None


def _version():
    """Changes with the text of any of our own files here, whatever times an installer gave them."""
    folder = os.path.dirname(os.path.abspath(__file__))
    texts = []
    for name in sorted(os.listdir(folder)):
        if name.endswith(".py"):
            with open(os.path.join(folder, name), "rb") as file:
                texts += [name.encode(), file.read()]
    text = b"\0".join(texts)
    return source_hash(1, text) + source_hash(2, text)


def _rewritten(content):
    """What was kept; ValueError where it is not as it was written."""
    code, groups, sites, unwatched = marshal.loads(_checked(content))
    if not isinstance(code, (_CODE, type(None))) or not {type(groups), type(sites), type(unwatched)} == {list}:
        raise ValueError
    return Rewritten(code, groups, sites, unwatched)


def _facts(content):
    """The four facts of a file (workspace.py), likewise."""
    facts = marshal.loads(_checked(content))
    if type(facts) is not tuple or [type(each) for each in facts] != [list] * 4:
        raise ValueError
    return facts


def _texts(written):
    return [text.encode() for text in sorted(written)]


def _checked(content):
    content, checksum = content[:-_CHECKSUM_BYTES], content[-_CHECKSUM_BYTES:]
    if source_hash(3, content) != checksum:
        raise ValueError
    return content


class Cache:
    """Rewritten code by source. `folder` is None where nothing can be kept."""

    def __init__(self, folder=None):
        self.version = _version()
        self.folder = self._open(folder or _folder_of_user())

    @staticmethod
    def _open(folder):
        try:
            os.makedirs(folder, 0o700, exist_ok=True)
            about = os.stat(folder)
        except (OSError, TypeError):
            return None
        if hasattr(os, "getuid") and (about.st_uid != os.getuid() or about.st_mode & 0o077):
            return None
        return folder

    def _file(self, *parts):
        key = b"\0".join((self.version, _MAGIC, b"%d" % sys.flags.optimize, *parts))
        return os.path.join(self.folder, (source_hash(1, key) + source_hash(2, key)).hex())

    def read(self, source, path, written=()):
        """What was kept for this source; None = nothing. `written`: see workspace.py."""
        return self._read(_rewritten, b"code", *_texts(written), os.fsencode(path), source)

    def write(self, source, path, rewritten, written=()):
        """Keep it, if that is possible."""
        content = rewritten.code, rewritten.groups, rewritten.sites, rewritten.unwatched
        self._write(content, b"code", *_texts(written), os.fsencode(path), source)

    def read_facts(self, source):
        """What was kept of the names in this source; None = nothing."""
        return self._read(_facts, b"facts", source)

    def write_facts(self, source, facts):
        self._write(facts, b"facts", source)

    def _read(self, understand, *key):
        if self.folder is None:
            return None
        try:
            with open(self._file(*key), "rb") as file:
                return understand(file.read())
        except (OSError, ValueError, EOFError, TypeError):
            return None

    def _write(self, content, *key):
        if self.folder is None:
            return
        file = self._file(*key)
        beside = "%s.%d" % (file, os.getpid())
        try:
            content = marshal.dumps(content)
            fd = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0), 0o600)
            with open(fd, "wb") as opened:
                opened.write(content + source_hash(3, content))
            os.replace(beside, file)
            self._sweep()
        except (OSError, ValueError):
            pass

    def _sweep(self):
        """Drop the older half when there are too many."""
        names = os.listdir(self.folder)
        if len(names) > MOST_FILES:
            paths = [os.path.join(self.folder, name) for name in names]
            for path in sorted(paths, key=os.path.getmtime)[: len(paths) // 2]:
                os.unlink(path)
