"""Which object is it? An id alone does not say: it is given to another object as soon as this one is gone.

An object that takes weak references is known by the one that its note holds: while it lives that is always the same, and a
later object at the same address has another. Lists, dicts and objects with bare slots take none. They are known

- by their *path*: the attribute of a known object, or the global, that holds them at the access (a store there ends the path);
- by a *keeper*: a thread keeps its arguments alive until it ends, a module its globals until they are bound anew. While one
  keeps an id, everything of that id is this object, by whatever name it goes.

Of an object that is known by none of these nothing is said.
"""

from itertools import count

NOBODY = 0
"""The number of what cannot be told from others."""
MOST_KNOWN = 100_000
"""Weak references that are kept; then all are forgotten, and what lives on gets another number."""

_FLAGS, _OFFSET = type.__dict__["__flags__"].__get__, type.__dict__["__weakrefoffset__"].__get__
_MADE_IN_PYTHON = 1 << 9  # Py_TPFLAGS_HEAPTYPE
_PLAIN_CONTAINERS = list, dict, bytearray


def needs_keeper(kind):
    """Are objects of this type shared by reference, and is there no weak reference to them?"""
    return not _OFFSET(kind) and (
        issubclass(kind, _PLAIN_CONTAINERS)
        or bool(_FLAGS(kind) & _MADE_IN_PYTHON)
        and not issubclass(kind, (int, str, bytes, tuple, float))
    )


class Owners:
    """Numbers for objects. What happens must be told in the order in which it happened."""

    def __init__(self):
        self._numbers = count(1)
        self._known = {}  # id(weak reference) → (it, number)
        self._paths = {}  # path → (id of what it holds, number)
        self._kept = {}  # id → [number, type, keepers]
        self._by_keeper = {}  # keeper → ids

    def number(self, thing, kind):
        """Of an object, as a note has it: by its weak reference, or its id where it takes none."""
        if type(thing) is int:
            kept = self._kept.get(thing)
            return kept[0] if kept is not None and kept[1] is kind else NOBODY
        known = self._known.get(id(thing))
        if known is None:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            known = self._known[id(thing)] = thing, next(self._numbers)
        return known[1]

    def number_at(self, thing, kind, path):
        """The same; of what only its path tells, by that. `path` may be None."""
        number = self.number(thing, kind)
        if number != NOBODY or path is None:
            return number
        held = self._paths.get(path)
        if held is None or held[0] != thing:
            held = self._paths[path] = thing, next(self._numbers)
        return held[1]

    def rebound(self, path):
        """Something else may be there from now on."""
        self._paths.pop(path, None)
        self.let_go(path)

    def keep(self, keeper, things):
        """`keeper` keeps these alive from now on: (id, type) of each."""
        ids = self._by_keeper.setdefault(keeper, set())
        for thing, kind in things:
            kept = self._kept.get(thing)
            if kept is None or kept[1] is not kind:
                kept = self._kept[thing] = [next(self._numbers), kind, set()]
            kept[2].add(keeper)
            ids.add(thing)

    def keeps_other_than(self, keeper, things):
        """Does it keep something that is not among these?"""
        return not self._by_keeper.get(keeper, set()).issubset([thing for thing, _ in things])

    def let_go(self, keeper):
        """It does no longer."""
        for thing in self._by_keeper.pop(keeper, ()):
            kept = self._kept.get(thing)
            if kept is not None:
                kept[2].discard(keeper)
                if not kept[2]:
                    del self._kept[thing]
