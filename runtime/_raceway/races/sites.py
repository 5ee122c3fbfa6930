"""The places in the program's code where shared variables are read and written, and how an access there is noted.

An access must be noted and done in one breath: were another thread to come in between, the notes would tell a story that
never happened, or worse, the note itself would open the gap in which an update is lost. CPython looks for thread switches
when a Python function is entered, after calls and on backward jumps; between operators it does not (since 3.10). So a note
is an operator:

    counter = seen + 1      becomes        S.off or None in S.log or S.late
                                           counter = seen + 1

`S` is a constant of the code object, a Site. `S.log` is a chain of C iterators, and `in` makes it take one step: it puts
together (generation, lane, site, time) and appends that to a list, the journal. No frame of ours exists while that happens,
so debuggers, coverage and tracebacks see nothing; no lock is taken, and nothing is allocated that the collector counts.

    None in map(journal.extend, zip(fuse, lanes, repeat(site), clock))

The *fuse* is a `repeat` that ends. When it has burnt out, `in` answers False, and `S.late` calls Python: to let the accesses
of this group go unnoted for a while (`off`), or in the exact tier to light a new fuse. That call stands before the note and
before the access, where a thread switch does no harm.

Before 3.10 threads may switch there too. So on 3.8 and 3.9 a second note says that the access is over, and windows.py looks
whether another one came in between:

    S.off or None in S.log or S.late
    counter = seen + 1
    S.off or None in S.done

What is accessed, where it is not one fixed variable, is put into the mail first: the object of an attribute, the container
and the key of an item. It lies there for two operators.
"""

from _collections import deque
from _functools import partial
from _operator import attrgetter, getitem, itemgetter
from _thread import _local
from _weakref import ref
from itertools import count, repeat
from sys import version_info
from time import perf_counter_ns

from _raceway.recorder import BeforeInit, local

READ, UPDATE, VALUE, CONTROL, BLIND, UNSURE = range(6)
"""What an access does. Reads; reads and writes in one breath (`x += 1`); writes what was computed from an earlier read;
writes because of an earlier read; writes something else; writes what may or may not come from an earlier read."""

FIXED, ATTRIBUTE, ITEM, ITEM_KEY_FIRST, OWNED, OWNED_ITEM = range(6)
"""What must be told of the variable: nothing, for it is always the same; the object (or container); container and key, in either
order; the owner of an attribute and the container that it holds; these two and the key."""

WIDTHS = 11, 11, 14, 14, 11, 14
"""Entries of one event in a journal, by that: generation, lane, references, things, None, task, site, time."""

_variables, _items = [], []
JOURNALS = _variables, _variables, _items, _items, _variables, _items
"""By that. The things are id and type of an object; or id of a container, key, type of the container, id and type of the key.
What is a global to a module is an attribute of the module to others: these two share a journal, it keeps the order.
The references are three: of the object or container, of the owner that holds it, and the owner's type; see owners.py."""

NO_ACCESS = 0
"""In the place of a generation: the event is no access."""

OFF = (None,)
"""The log of a site whose accesses go unnoted: `None in OFF` is true at once."""

SWITCHES_ANYWHERE = version_info < (3, 10)
"""May threads switch between any two operators?"""


class Mail:
    """`thing in mail` puts `thing` there. There are three places, and what is collected is pushed out by zeros."""

    __slots__ = ("__contains__", "box")

    def __init__(self):
        self.box = deque((0, 0, 0), maxlen=3)
        self.__contains__ = self.box.append


class _Here(_local):
    """Each thread has a mail of its own: where a burnt fuse calls Python, another thread may come to an access with mail."""

    mail: "Mail" = BeforeInit("mail")  # pyright: ignore[reportAssignmentType]
    keep: object = BeforeInit("keep")

    def __init__(self):
        self.mail = Mail()
        # `min` of one thing compares nothing, and calls its key function on it: "do this with it and give it back", all in C.
        self.keep = partial(min, key=self.mail.box.append)

    def __reduce__(self):
        return eval, ("type('Here', (), {'mail': ()})()",)


here = _Here()
"""`here.mail` is the mail: a constant of rewritten code."""


class _Nobody:
    keep = itemgetter(0)


class Hold:
    """`hold[thing,]` is `thing`, evaluated once; while its site is on, `thing` is in the mail too."""

    __slots__ = ("owner",)
    __getitem__ = property(attrgetter("owner.keep"))

    def __init__(self, owner):
        self.owner = owner


MAILS, PASSES = Hold(here), Hold(_Nobody)

_LANES = map(attrgetter("me"), repeat(local))
_BOXES = map(attrgetter("mail.box"), repeat(here))
_LAST = map(itemgetter(-1), _BOXES)
_LAST_BUT_ONE = map(itemgetter(-2), _BOXES)
_EMPTIED = map(deque.extend, _BOXES, repeat((0, 0, 0)))
_LAST_BUT_TWO = map(itemgetter(-3), _BOXES)
_CLOCK = iter(perf_counter_ns, -1)
_TASKS = map(attrgetter("me.task"), repeat(local))

NOTHING_MAILED = id(0)
"""The id of an object for which no mail came."""

PLAIN = frozenset((str, int, bytes, float, bool, type(None)))
"""What a key may be for two equal ones to be one item without asking the program's own __eq__."""


class Opaque:
    """Stands in the place of any other key: the journal must not keep the program's objects alive."""


def _keys(mailed):
    """`{}.get(0, key)` is the key, `{0: Opaque}.get(0, key)` is not: a choice in C."""
    choices = map({kind: {} for kind in (*PLAIN, tuple)}.get, map(type, mailed), repeat({0: Opaque}))
    return map(dict.get, choices, repeat(0), mailed)


def _references(mailed):
    """A weak reference to each thing, its id where it takes none. All in C: which of the two functions, then its call."""
    takes_one = map(bool, map(type.__dict__["__weakrefoffset__"].__get__, map(type, mailed)))
    # `repeat(thing)` and not `zip(things)`, which would keep the last one alive.
    return map(next, map(map, map(getitem, repeat((id, ref)), takes_one), map(repeat, mailed)))


_NO_OWNER = repeat(0), repeat(None)
_OWNER_BEFORE_ONE, _OWNER_BEFORE_TWO = [
    (_references(owner), map(type, owner)) for owner in (_LAST_BUT_ONE, _LAST_BUT_TWO)
]
_THING = map(id, _LAST), map(type, _LAST)
_ITEM = map(id, _LAST_BUT_ONE), _keys(_LAST), map(type, _LAST_BUT_ONE), *_THING
_ITEM_KEY_FIRST = (
    map(id, _LAST),
    _keys(_LAST_BUT_ONE),
    map(type, _LAST),
    map(id, _LAST_BUT_ONE),
    map(type, _LAST_BUT_ONE),
)
# References first: to make one may call the collector, and it finalizers that note accesses; then the mail is empty, and all
# that is read after it agrees on that.
_THINGS = (
    (repeat(0), *_NO_OWNER, repeat(0), repeat(int), repeat(None)),
    (_references(_LAST), *_NO_OWNER, *_THING, _EMPTIED),
    (_references(_LAST_BUT_ONE), *_NO_OWNER, *_ITEM, _EMPTIED),
    (_references(_LAST), *_NO_OWNER, *_ITEM_KEY_FIRST, _EMPTIED),
    (_references(_LAST), *_OWNER_BEFORE_ONE, *_THING, _EMPTIED),
    (_references(_LAST_BUT_ONE), *_OWNER_BEFORE_TWO, *_ITEM, _EMPTIED),
)


class Done:
    """Stands in a journal where an access of `site` is over."""

    __slots__ = ("site",)

    def __init__(self, site):
        self.site = site


class Site:
    """One access in the source.

    off, log, hold, done   what rewritten code looks at (see above)
    group            the Group it is noted with
    access, target   READ …, FIXED …
    place            (file, line, column, end column, function), from 1, columns in bytes
    feeds            of a write that depends on reads: the Sites it may depend on; None: any of its group
    may_write_back   such a write may come several times after one read
    judged           False: it only serves to find data races
    op, flags        what stands in the source (docs/trace-format.md); op is None where it does not serve to find data races
    base             how the container of an item was reached: (kind, name), or None
    prepared         the Site that mailed the container, where this one comes after its arguments
    """

    __slots__ = (
        "access", "base", "done", "feeds", "flags", "group", "hold", "judged", "log", "may_write_back", "number", "off",
        "op", "place", "prepared", "target", "told_to",
    )  # fmt: skip

    def __init__(self, group, access, target, place):
        self.group, self.access, self.target, self.place = group, access, target, place
        self.feeds, self.may_write_back = None, True
        self.number, self.told_to = next(_numbers), None
        self.judged, self.op, self.flags, self.base, self.prepared = True, None, (), None, None
        self.close()
        group.sites.append(self)

    def close(self):
        """Let accesses go unnoted."""
        self.off, self.hold, self.log, self.done = True, PASSES, OFF, OFF

    def open(self, fuse):
        """Note accesses for as long as `fuse` burns."""
        things = zip(fuse, _LANES, *_THINGS[self.target], _TASKS, repeat(self), _CLOCK)
        journal = JOURNALS[self.target]
        self.log = map(journal.extend, things)
        if SWITCHES_ANYWHERE and self.judged:
            nothing = [repeat(None)] * (WIDTHS[self.target] - 5)
            over = zip(repeat(NO_ACCESS), _LANES, *nothing, _TASKS, repeat(Done(self)), _CLOCK)
            self.done = map(journal.extend, over)
        self.hold, self.off = MAILS, False

    @property
    def late(self):
        """The fuse has burnt out."""
        mail = here.mail
        mailed = tuple(mail.box)
        if not self.group.burnt_out():
            return True
        # Noted after all. The last act, and made of operators: no look for a thread switch between it and the access.
        # (Others may have burnt the new fuse, too, before this thread came to it.)
        return mailed[0] in mail, mailed[1] in mail, mailed[2] in mail, None in self.log or self.late

    def __reduce__(self):
        """Functions may be pickled with their code (cloudpickle). Where they arrive nobody watches."""
        return eval, (
            "type('Site', (), {'off': True, 'hold': type('Hold', (), {'__getitem__': lambda s, t: t[0]})()})()",
        )


_numbers = count(1)
