"""What the files of a program write, all together: an object may be written in another file than the one that reads it.

A file is looked through before it is rewritten, and so is each of the program's own files that it imports, and that those import,
as far as the source says. What each of them writes is kept in the cache, so this happens once a file and change of it. Where a
file comes later that nobody imports in so many words, those before it stay as they are: `watch.widened` has the names whose
accesses they do not note.
"""

import os
import sys

from _raceway.classify import OURS, is_standard_library
from _raceway.races.groups import watch

FOREIGN = ("site-packages", "dist-packages")
"""Folders whose files are no part of the program itself."""
MOST_FILES = 2_000

ATTRIBUTES, CONTAINERS, USED, IMPORTS = range(4)
_NOTHING = frozenset(), frozenset(), frozenset(), frozenset()


class Workspace:
    """`cache`: see cache.py; `look(source, path)`: the four facts of a file, raises what `compile` raises."""

    def __init__(self, cache, look):
        self.cache, self.look = cache, look
        self.facts = {}  # path → its four facts
        self.known = {}  # path of a rewritten file → what was known then, of the names that it uses
        self.attributes, self.containers = set(), set()

    def written(self, source, path):
        """What this file or others write, of the names that this one uses: texts "attribute name", "item name"."""
        path = os.path.abspath(path)
        if self._follow(source, path):
            for other, known in self.known.items():
                watch.widened.update(self._used(other) - known)
        found = self.known[path] = self._used(path)
        return found

    def _used(self, path):
        facts = self.facts.get(path, _NOTHING)
        found = ["attribute " + name for name in self.attributes & facts[USED]]
        found += ["item " + name for name in self.containers & facts[USED]]
        return frozenset(found)

    def _follow(self, source, path):
        """Look through this file and all that it imports. True: there was something new."""
        todo, is_new = [(source, path)], False
        while todo and len(self.facts) < MOST_FILES:
            source, path = todo.pop()
            if path in self.facts:
                continue
            is_new = True
            facts = self.facts[path] = self._facts(source, path)
            self.attributes.update(facts[ATTRIBUTES])
            self.containers.update(facts[CONTAINERS])
            for level, name in facts[IMPORTS]:
                todo += [(None, file) for file in _files_of(level, name, path) if file not in self.facts]
        return is_new

    def _facts(self, source, path):
        try:
            if source is None:
                with open(path, "rb") as file:
                    source = file.read()
            kept = self.cache.read_facts(source)
            if kept is None:
                kept = self.look(source, path)
                self.cache.write_facts(source, kept)
        except (OSError, SyntaxError, ValueError, RecursionError):  # whoever runs it will hear of it
            return _NOTHING
        return frozenset(kept[0]), frozenset(kept[1]), frozenset(kept[2]), tuple(kept[3])


def _files_of(level, name, path):
    """The program's own files that an import in the file `path` may mean: the module and the packages that it is in."""
    if level:
        folder = path
        for _ in range(level):
            folder = os.path.dirname(folder)
        folders = [folder]
    else:
        folders = _own_folders(path)
    for folder in folders:
        if not name:
            yield from _existing(os.path.join(folder, "__init__"))
        for part in name.split(".") if name else ():
            folder = os.path.join(folder, part)
            yield from _existing(folder, os.path.join(folder, "__init__"))


def _existing(*modules):
    for module in modules:
        if os.path.isfile(module + ".py"):
            yield module + ".py"


def _own_folders(path):
    """Where the program's own modules may lie."""
    folders = dict.fromkeys(
        [os.path.dirname(path)] + [os.path.abspath(entry) for entry in sys.path if type(entry) is str]
    )
    return [folder for folder in folders if is_own(os.path.join(folder, "x"))]


def is_own(path):
    """Is a file there a part of the program, neither installed nor ours?"""
    path = os.path.normcase(path)
    parts = path.replace("\\", "/").split("/")
    return not is_standard_library(path) and not path.startswith(OURS) and not any([name in parts for name in FOREIGN])
