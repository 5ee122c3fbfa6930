"""Which sites are watched at the moment: tiers.

Sites that belong together (the reads of a function that feed its writes, and those writes) burn one fuse: a write is never
judged by a read that is older than the last time that nobody looked. Each fuse has a number, its *generation*, and each event
carries it.

    waiting ──a second thread begins──► watched: HITS_AT_FIRST a site ──► resting ⇄ a look now and then, HITS_A_LOOK a site
                                          └── in the exact tier: a new fuse of the same generation, for ever

A thread keeps the interpreter for 5 ms, 10,000 accesses, before another one may come in between a read and its write: who
watches for a shorter time sees no update lost. So a watch and a look are long, of several fuses; what keeps them cheap is
that all groups share an *allowance* of events. It is large at first and grows slowly: then looks cost a few percent.
"""

from _thread import RLock
from itertools import count, repeat

from _raceway.races.mode import is_exact

HITS_A_FUSE = 2_000
"""Accesses of one site between two checks of the allowance."""
HITS_AT_FIRST = 40_000
"""Accesses of one site that are noted before it rests, if the allowance lasts."""
HITS_A_LOOK = 20_000
"""Accesses of one site in each later look, if the allowance lasts."""
FIRST_ALLOWANCE, ALLOWANCE_A_BEAT = 200_000, 2_000
"""Events that may be noted beyond the first fuse of each watch and look: about 1.3 µs each, with their judging."""
FIRST_REST_BEATS, LONGEST_REST_BEATS = 2, 64
"""Heartbeats (50 ms) between two looks; each rest is twice as long as the one before."""
EVENTS_A_DRAIN = 10_000
"""In the exact tier: accesses between two checks whether the journal is to be read."""


class Watch:
    """All groups of this process. The functions are the journal's (journal.py)."""

    def __init__(self):
        self.groups = []
        self.missed = (
            set()
        )  # "kind name" of variables some of whose accesses are not noted, and names of groups that have rested
        self.widened = set()  # "attribute name", "item name" of what files loaded before do not note (workspace.py)
        self.turn = RLock()  # one thread at a time decides about fuses; a signal handler in it may, too
        self.is_on = False
        self.is_exact = is_exact()
        self.allowance = FIRST_ALLOWANCE
        self.drain: object = bool
        self.write_missed: object = bool
        self.look_for_sharing: object = bool

    def begin(self):
        """There are threads now, so updates can be lost."""
        if not self.is_on:
            self.is_on = True
            for group in list(self.groups):
                group.light(HITS_AT_FIRST)

    def stop(self):
        """Note nothing from now on, as if there were no sites."""
        self.is_on = False
        for group in list(self.groups):
            group.close()

    def add(self, group):
        """A module with this group is about to run."""
        self.groups.append(group)
        if self.is_on:
            group.light(HITS_AT_FIRST)

    def miss(self, name):
        """Before accesses go unnoted: of the variables of a Group's name, or of all of one "kind name"."""
        if type(name) is str:
            name = _named(*name.split(" ", 1))
        self.missed.add(name)
        self.write_missed(name)  # pyright: ignore

    def misses(self, variable):
        """May accesses of this variable be missing?"""
        return not self.missed.isdisjoint(names_of(variable))

    def misses_name(self, name):
        """Does a file access variables of a Group's name without notes?"""
        return _named(name[0], name[2]) in self.missed

    def beat(self):
        """At each heartbeat: let rested groups look again."""
        if self.is_on and not self.is_exact:
            self.allowance = min(self.allowance + ALLOWANCE_A_BEAT, FIRST_ALLOWANCE)
            for group in list(self.groups):
                group.beat()


ANY_ITEM = "item *"
"""Missed so: items of containers whose name says nothing."""


def names_of(variable):
    """By which accesses of a variable are missed: the name of its groups, and "kind name"."""
    kind, name = variable.kind, variable.name
    names = (kind, variable.scope, name), _named(kind, name)
    if kind == "global":  # it is an attribute of its module to others
        return (*names, ("attribute", "", name))
    return (*names, ANY_ITEM) if kind == "item" else names


def _named(kind, name):
    return "%s %s" % ("named" if kind in ("global", "attribute") else kind, name)


watch = Watch()
_generations = count(1)


class Group:
    """Sites that are noted together.

    variable       the Variable they access, where it is always the same one; else None
    name           (kind, scope, name): what all accesses of such variables have in common
    shown          how a person calls it
    has_rested     some accesses went unnoted, so what is counted is at least so much
    hits_left      accesses of a site that the watch or look may still note
    owners         object or container → the lane that met it first, in this watch or look
    is_shared      two lanes have met the same one
    judged         False: its sites only serve to find data races
    """

    __slots__ = (
        "generation", "has_rested", "has_silent_sites", "hits_left", "is_resting", "is_shared", "judged", "name",
        "owners",
        "rest", "rests", "shown", "sites", "variable",
    )  # fmt: skip

    def __init__(self, name, shown, variable=None):
        self.name, self.shown, self.variable = name, shown, variable
        self.sites = []
        self.generation = self.hits_left = 0
        self.has_rested = self.is_resting = self.has_silent_sites = False
        self.rest, self.rests = FIRST_REST_BEATS, 0
        self.owners, self.is_shared = {}, variable is not None
        self.judged = True

    def light(self, hits):
        """Watch the next `hits` accesses a site, if the allowance lasts, or in the exact tier all of them."""
        self.hits_left = hits - HITS_A_FUSE
        self.owners = {}
        self.is_resting = False
        self.generation = next(_generations)
        self._burn_on()

    def _burn_on(self):
        """A new fuse of the same generation."""
        self._open(repeat(self.generation, EVENTS_A_DRAIN if watch.is_exact else HITS_A_FUSE * len(self.sites)))

    def _open(self, fuse):
        for site in self.sites:
            site.open(fuse)

    def close(self):
        """Let all go unnoted."""
        for site in self.sites:
            site.close()

    def burnt_out(self):
        """Called before an access that finds the fuse burnt out. True: it shall be noted, a new fuse burns."""
        with watch.turn:
            return self._decide()

    def _decide(self):
        # Another thread came first. A fuse of the same generation would hide what went unnoted since.
        if self.is_resting:
            return False
        if watch.is_on and watch.is_exact:
            watch.drain()  # pyright: ignore
            self._burn_on()
            return True
        events = HITS_A_FUSE * len(self.sites)
        if watch.is_on and self.hits_left > 0 and watch.allowance >= events and not self._is_confined():
            self.hits_left -= HITS_A_FUSE
            watch.allowance -= events
            self._burn_on()
            return True
        if self.judged:
            watch.miss(self.name)
        self.close()
        self.has_rested = self.is_resting = True
        self.rests = 0
        return False

    def _is_confined(self):
        """Has each of several lanes objects of its own here? While there is only one, others may not have had their turn."""
        if not self.is_shared:
            watch.look_for_sharing(self)  # pyright: ignore
        return not self.is_shared and len(set(self.owners.values())) > 1

    def beat(self):
        """A heartbeat has passed."""
        with watch.turn:
            self._look_again()

    def _look_again(self):
        if self.is_resting:
            self.rests += 1
            if self.rests >= self.rest:
                self.rest = min(2 * self.rest, LONGEST_REST_BEATS)
                self.light(HITS_A_LOOK)
