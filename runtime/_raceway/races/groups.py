"""Which sites are watched at the moment: tiers.

Sites that belong together (the reads of a function that feed its writes, and those writes) burn one fuse: a write is never
judged by a read that is older than the last time that nobody looked. Each fuse has a number, its *generation*, and each event
carries it.

    waiting ──a second thread begins──► watched: HITS_A_SITE a site ──► resting ⇄ a short look now and then
                                          └── in the exact tier: a new fuse of the same generation, for ever
"""

from itertools import count, repeat

from _raceway.races.mode import is_exact

HITS_A_SITE = 2_000
"""Accesses of one site that are noted before it rests."""
HITS_A_LOOK = 100
"""Accesses of one site in each later look."""
FIRST_REST_BEATS, LONGEST_REST_BEATS = 2, 64
"""Heartbeats (50 ms) between two looks; each rest is twice as long as the one before."""
HITS_A_FUSE = 10_000
"""In the exact tier: accesses between two checks whether the journal is to be read."""


class Watch:
    """All groups of this process. `drain()` reads the journals."""

    def __init__(self):
        self.groups = []
        self.unwatched = set()  # "kind name" of variables some of whose accesses are not noted
        self.is_on = False
        self.is_exact = is_exact()
        self.drain: object = bool

    def begin(self):
        """There are threads now, so updates can be lost."""
        if not self.is_on:
            self.is_on = True
            for group in list(self.groups):
                group.light(HITS_A_SITE)

    def stop(self):
        """Note nothing from now on, as if there were no sites."""
        self.is_on = False
        for group in list(self.groups):
            group.close()

    def add(self, group):
        """A module with this group is about to run."""
        self.groups.append(group)
        if self.is_on:
            group.light(HITS_A_SITE)

    def beat(self):
        """At each heartbeat: let rested groups look again."""
        if self.is_on and not self.is_exact:
            for group in list(self.groups):
                group.beat()


watch = Watch()
_generations = count(1)


class Group:
    """Sites that are noted together.

    variable       the Variable they access, where it is always the same one; else None
    name           (kind, scope, name): what all accesses of such variables have in common
    shown          how a person calls it
    has_rested     some accesses went unnoted, so what is counted is at least so much
    """

    __slots__ = (
        "generation", "has_rested", "has_silent_sites", "is_resting", "name", "rest", "rests",
        "shown", "sites", "variable",
    )  # fmt: skip

    def __init__(self, name, shown, variable=None):
        self.name, self.shown, self.variable = name, shown, variable
        self.sites = []
        self.generation = 0
        self.has_rested = self.is_resting = self.has_silent_sites = False
        self.rest, self.rests = FIRST_REST_BEATS, 0

    def light(self, hits):
        """Watch the next `hits` accesses a site, or in the exact tier all of them."""
        self.generation = next(_generations)
        self.is_resting = False
        self._open(repeat(self.generation, HITS_A_FUSE if watch.is_exact else hits * len(self.sites)))

    def _open(self, fuse):
        for site in self.sites:
            site.open(fuse)

    def close(self):
        """Let all go unnoted."""
        for site in self.sites:
            site.close()

    def burnt_out(self):
        """Called before an access that finds the fuse burnt out. True: it shall be noted, a new fuse burns."""
        if watch.is_on and watch.is_exact:
            watch.drain()  # pyright: ignore
            self._open(repeat(self.generation, HITS_A_FUSE))
            return True
        self.close()
        self.has_rested = self.is_resting = True
        self.rests = 0
        return False

    def beat(self):
        """A heartbeat has passed."""
        if self.is_resting:
            self.rests += 1
            if self.rests >= self.rest:
                self.rest = min(2 * self.rest, LONGEST_REST_BEATS)
                self.light(HITS_A_LOOK)
