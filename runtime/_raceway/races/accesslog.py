"""Writes the accesses of shared variables into the recording, in the order in which they happened (docs/trace-format.md, ACCESS).

Happens-before is the reader's affair. What is decided here is which accesses are of one variable, which is what only this
process can know (owners.py), and that nothing is written of what one lane alone has used: of that the last access of each
place is kept, and written when a second lane comes.
"""

from _operator import itemgetter

from _raceway import recorder
from _raceway.garbage import EVENTS_A_PAUSE, never
from _raceway.kinds import ACCESS
from _raceway.lanes import Lane
from _raceway.races import keepers, telling
from _raceway.races.groups import watch
from _raceway.races.owners import NOBODY, Owners

MOST_VARIABLES = 50_000
"""Variables that are followed at one time; then those that one lane alone has used are forgotten."""
WHOLE = None
"""In the place of an item's key: the container as a whole."""
OF_SEQUENCES = frozenset(("contains", "get", "insert", "pop", "remove"))
"""Methods whose argument is a key for a dict; for another container it is not."""
ADDS = frozenset(("append", "insert", "setdefault"))
"""They take nothing out."""
GLOBAL, NONLOCAL, ATTRIBUTE, ITEM, CONTAINER = "global", "nonlocal", "attribute", "item", "container"


class SEVERAL_PROCESSES:
    """In the place of a type: shared memory, known by the name of its lock."""


def token_of(reference):
    """What the lock of a Value or Array is called in all processes; None where it is gone or has none that is traced."""
    thing = reference() if type(reference) is not int else None
    mark = getattr(getattr(thing, "_lock", None), "_raceway", None)
    return getattr(mark, "key", None)


def is_ordered_by_the_interpreter(site):
    """A module's own code runs under its import lock, and who imports it waits for that. A finalizer comes after all that the
    users of its object did.
    """
    function = site.place[4]
    if function == "<module>":
        return keepers.module_of(site.place[0]) != "__main__"
    return site.group.name[0] == ATTRIBUTE and function.endswith("__del__")


class Followed:
    """A variable, as far as it is known to be shared.

    number    in the recording; 0 while one actor alone has used it
    first     (lane, task) of that one
    last      Site → (time, lane, task): its last access there
    """

    __slots__ = ("accesses", "first", "last", "name", "number", "owner", "type_name")

    def __init__(self, name, owner, type_name, first):
        self.name, self.owner, self.type_name, self.first = name, owner, type_name, first
        self.number = self.accesses = 0
        self.last = {}


class AccessLog:
    """Of one process. `note` collects what the journal's reader meets; `write` is called when it has read all there is."""

    def __init__(self):
        self.begin_anew()

    def begin_anew(self):
        """Know nothing: at the start, and in a forked child."""
        keepers.forget()
        self.owners = Owners()
        self.followed = {}
        self.pending = []
        self.prepared = {}
        self.leaky = set()  # numbers of containers that lose things unseen
        self.lane = None

    def note(self, time, site, lane, task, event):
        """An access, met in one of the journals. `event`: key (WHOLE where there is none), type of the object or container,
        reference to it, reference to its owner, type of that (None where there is none).
        """
        self.pending.append((time, site, lane, task, event))

    def note_global(self, time, site, lane, task, variable):
        """An access of a module's attribute, which is this global Variable."""
        self.pending.append((time, site, lane, task, (WHOLE, None, variable, 0, None)))

    def note_shared(self, time, site, lane, task, reference, key=WHOLE):
        """An access of a Value or Array, which several processes have."""
        token = token_of(reference)
        if token is not None:
            self.pending.append((time, site, lane, task, (key, SEVERAL_PROCESSES, token, 0, None)))

    def write(self, pause=never):
        """Put what was collected in order, and write what is shared. `pause`: see journal.py."""
        if not self.pending:
            return
        pending, self.pending = self.pending, []
        pending.sort(key=itemgetter(0))
        kept, keepers.events[:] = keepers.events[:], []
        at = written = 0
        for time, site, lane, task, event in pending:
            written += 1
            if written % EVENTS_A_PAUSE == 0:
                next(pause)
            while at < len(kept) and kept[at][0] <= time:
                self._keep(kept[at])
                at += 1
            if site.op is not None:
                self._access(time, site, lane, task, event)
        for row in kept[at:]:
            self._keep(row)
        if len(self.followed) > MOST_VARIABLES:
            self._forget_private()

    def _keep(self, row):
        _, keeper, things = row
        if things is None:
            self.owners.let_go(keeper)
        elif keeper[0] == GLOBAL and not watch.missed.isdisjoint(
            (("global", keeper[1], keeper[2]), "named " + keeper[2])
        ):
            pass  # bound anew where nobody sees it
        elif keeper[0] == keepers.INSIDE:
            self._keep_inside(self.owners.number(keeper[1], keeper[2]), things)
        else:
            self.owners.keep(keeper, things)

    def _keep_inside(self, number, things):
        """A known container has these in it."""
        if number == NOBODY or number in self.leaky or any([group.has_rested for group in watch.groups]):
            return
        if self.owners.keeps_other_than((keepers.INSIDE, number), things):
            self.leaky.add(number)  # something was taken out, and no note says so
            self.owners.let_go((keepers.INSIDE, number))
        else:
            self.owners.keep((keepers.INSIDE, number), things)

    def _access(self, time, site, lane, task, event):
        _, kind, thing, _, _ = event
        group = site.group
        what, scope, name = group.name
        actor = lane, task
        if kind is SEVERAL_PROCESSES:
            key = event[0]
            if what == ITEM:
                if type(key) is not int or key < 0:
                    return
                thing = "%s[%d]" % (thing, key)
            self._follow(actor, time, site, (what, thing, name), (what, scope, name), thing, "")
            return
        if what == GLOBAL or kind is None:
            variable = group.variable if kind is not None else thing
            if site.op != "load" and site.access:
                self.owners.rebound((GLOBAL, variable.scope, name))
            self._follow(actor, time, site, (GLOBAL, id(variable)), (GLOBAL, variable.scope, name), NOBODY, "")
        elif what == NONLOCAL:
            number = self.owners.number(thing, kind)
            self._follow(actor, time, site, (NONLOCAL, number, name), group.name, number, "")
        elif what == ATTRIBUTE:
            number = self.owners.number(thing, kind)
            if site.access:
                self.owners.rebound((ATTRIBUTE, number, name))
            self._follow(actor, time, site, (ATTRIBUTE, number, name), group.name, number, "")
        else:
            self._container(actor, time, site, event)

    def _container(self, actor, time, site, event):
        key, kind, thing, owner, owner_kind = event
        if site.op == "prepare":
            stack = self.prepared.setdefault((actor, site), [])
            stack.append(event)
            del stack[:-8]
            return
        if site.prepared is not None:
            stack = self.prepared.get((actor, site.prepared))
            if not stack:
                return
            _, kind, thing, owner, owner_kind = stack.pop()
        number = self.owners.number_at(thing, kind, self._path(site, owner, owner_kind))
        if number == NOBODY:
            return
        what, scope, name = site.group.name
        is_dict = issubclass(kind, dict)
        if site.access and site.op not in ADDS:
            self.owners.let_go((keepers.INSIDE, number))
        type_name = next((base.__name__ for base in kind.__mro__ if base.__module__ in ("builtins", "collections")), "")
        if what == ITEM and (is_dict or site.op not in OF_SEQUENCES):
            if not is_dict and type(key) is not int or not is_dict and key < 0:
                return
            item = ITEM, number, key
            is_new = item not in self.followed
            self._follow(actor, time, site, item, (ITEM, scope, name), number, type_name)
            if not (is_new and site.access) and site.op not in ("delete", "pop", "setdefault"):
                return
        self._follow(actor, time, site, (CONTAINER, number), (CONTAINER, scope, name), number, type_name)

    def _path(self, site, owner, owner_kind):
        base = site.base if site.prepared is None else site.prepared.base
        if base is None:
            return None
        if base[0] == ATTRIBUTE:
            number = self.owners.number(owner, owner_kind) if owner_kind is not None else NOBODY
            return (ATTRIBUTE, number, base[1]) if number != NOBODY else None
        if base[0] == GLOBAL:
            module = keepers.module_of(site.place[0])
            return (GLOBAL, module, base[1]) if module is not None else None
        return None

    def _follow(self, actor, time, site, key, name, owner, type_name):
        if key[1] == NOBODY or is_ordered_by_the_interpreter(site):
            return
        followed = self.followed.get(key)
        if followed is None:
            followed = self.followed[key] = Followed(name, owner, type_name, actor)
            if type(owner) is str:  # others may be at it in their processes
                self._tell(followed, site)
        if followed.number:
            self._write(followed, time, site, actor)
        elif followed.first == actor:
            followed.last[site] = time, site, actor
        else:
            self._tell(followed, site)
            for row in sorted(followed.last.values(), key=itemgetter(0)):
                self._write(followed, *row)
            followed.last.clear()
            self._write(followed, time, site, actor)

    def _tell(self, followed, site):
        """A second actor came."""
        tables = recorder.tables
        kind, scope, _ = followed.name
        followed.number = telling.new_number()
        shown = sorted({each.group.shown for each in (*followed.last, site)})
        shown = ([name for name in shown if name[:1].isupper()] or shown)[0]
        if kind == CONTAINER and shown.endswith("[]"):
            shown = shown[:-2]
        row = {"k": "variable", "id": followed.number, "kind": kind, "scope": scope, "name": shown}
        row.update(object=followed.owner, type=followed.type_name)
        if type(followed.owner) is str:
            row.update(object=0, key=followed.owner)
        tables.write(row)

    def _write(self, followed, time, site, actor):
        telling.tell_site(site, recorder.tables)
        followed.accesses += 1
        lane, task = actor
        recorder.emit_into(self._lane(), ACCESS, lane.id << 40 | task, followed.number << 32, site.number, time)

    def _lane(self):
        """The lane of the accesses, which nobody else writes to: who reads the journal does, one at a time."""
        if self.lane is None:
            self.lane = Lane(recorder.new_lane())
            row = {"name": "Raceway", "daemon": True, "internal": True, "observer": True}
            recorder.introduce(self.lane, 0, row)
        return self.lane

    def finish(self):
        """At the end: how much of each variable was noted."""
        for followed in self.followed.values():
            if followed.number:
                row = {"k": "noted", "variable": followed.number, "accesses": followed.accesses}
                row["complete"] = not self._has_gaps(followed)
                recorder.meta(row)

    @staticmethod
    def _has_gaps(followed):
        """Did accesses by its name go unnoted? (Whose they were does not show.)"""
        kind, _, name = followed.name
        if "%s %s" % (kind, name) in watch.widened:
            return True
        return any([group.has_rested for group in watch.groups if group.name[0] == kind and group.name[2] == name])

    def _forget_private(self):
        for key in [key for key, followed in self.followed.items() if not followed.number]:
            del self.followed[key]


log = AccessLog()
