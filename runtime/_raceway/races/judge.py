"""Counts lost updates of one variable from its accesses, in the order in which they happened. O(1) an access.

The last write of a variable is a *version*, numbered from 1. Its *depth* says how many updates it contains: an update that was
computed from version n contains all that n contains, and itself. An update whose writer never saw version n contains none of
what only n had.

    lane A   read v0 ──────────────────── write v2, depth 1      2 updates were made, the last version contains 1:
    lane B        read v0 ── write v1, depth 1                   1 is lost

    lost = updates made − depth of the last version

A *blind* write (`x = 0`) depends on nothing: it ends an *epoch*, settles what the epoch lost, and starts from 0. An update that
was read before it and is written after it undoes the blind write; that is counted apart (`reset_lost`).

A lane that writes again from the same read (it keeps its sum in a local and writes it back each time) goes on from its own
write; that is no further update.

Accesses may be missing: a line rests, a file writes a variable that nobody notes there. Then the count is *loose*, and still
not more than the truth: whoever is not noted may at any time write again what was the value at any earlier time, with all
updates that it contained. So a depth does not fall any more, and of the updates noted only those count as lost that stand on
other branches than the longest. One thing is beyond this: of a reset that nobody notes, an update that it wiped may count as lost
to a write that was read before it; there "at least" can be too much.
"""

from _raceway.races.sites import BLIND, CONTROL, READ, UNSURE, UPDATE

MANY_LANES = 256
"""Of a variable that more lanes have used, those that have ended are forgotten now and then."""
LOSSES_KEPT = 500
"""Losses that are told one by one, each variable; then one each LOSSES_PAUSE_NS up to MOST_LOSSES; the rest is only counted."""
MOST_LOSSES, LOSSES_PAUSE_NS = 2_000, 50_000_000
SAMPLES_KEPT = 4
"""Accesses of each site that are told, so that the reader sees which locks were held there."""

# What a lane last saw: version, depth, epoch, whether it wrote it itself, generation of the fuse, site, time, other sites that
# have read the same version before.
VERSION, DEPTH, EPOCH, IS_OWN, GENERATION, SITE, TIME, OTHERS = range(8)
NOTHING = 0, 0, 0, False, 0, None, 0, ()


def is_fed(site, before):
    """Can a write at `site` depend on what its lane saw `before`, and on nothing else?"""
    if before[IS_OWN]:
        return site.may_write_back
    return site.feeds is None or before[SITE] in site.feeds or not site.feeds.isdisjoint(before[OTHERS])


class Variable:
    """One variable of the program and the state of its count.

    kind, scope, name   `global`, module and name; `nonlocal`, function and name; `attribute`, `item`
    by_value            some lost update was overwritten by a value that was computed from an older one
    unsure              some write may or may not have been an update, or its read was not seen
    is_loose            accesses may be missing; once and for all
    """

    doubted = set()  # (kind, scope, name) of variables some of which are unsure
    drains = 0  # how many times the journals have been read: of all variables
    __slots__ = (
        "by_value", "deepest", "depth", "ended", "epoch", "hits", "is_loose", "kind", "lane", "last_from", "losses", "many",
        "name", "number", "reset_lost", "samples", "scope", "seen", "settled", "site", "stale", "time", "told", "told_ns",
        "unsure", "updates", "version", "written",
    )  # fmt: skip

    def __init__(self, kind, scope, name):
        self.kind, self.scope, self.name = kind, scope, name
        self.number = 0
        self.version = self.depth = self.epoch = self.updates = self.settled = self.reset_lost = self.stale = 0
        self.deepest = 0  # of this epoch
        self.lane = self.site = None
        self.time = 0
        self.last_from = NOTHING
        self.seen = {}
        self.hits = {}
        self.samples, self.losses = [], []
        self.by_value = self.unsure = self.is_loose = False
        self.told, self.told_ns = None, 0
        self.many, self.ended = MANY_LANES, ((), 0)
        self.written = 0

    @property
    def lost(self):
        """How many updates are lost by now."""
        return self.settled + self.updates - self.depth

    def access(self, generation, lane, site, time):
        """The next access of this variable."""
        self._meet(lane, site, time)
        access = site.access
        if access == READ:
            self._read(generation, lane, site, time)
            return
        before = NOTHING
        if access == UPDATE:
            depth = self.depth + 1
            self.updates += 1
        elif access == BLIND or access == UNSURE:
            # The first access of all can depend on nothing.
            depth = self._start_over(access == UNSURE and self.version + len(self.seen) > 0)
        else:
            before = self.seen.get(lane, NOTHING)
            if before[GENERATION] != generation or not is_fed(site, before):
                before = NOTHING
                depth = self._start_over(True)
            else:
                depth = self._update(before, lane, site, time)
                if self.is_loose and depth < self.depth:
                    depth = self.depth
        self.version += 1
        self.depth = depth
        if depth > self.deepest:
            self.deepest = depth
        self.lane, self.site, self.time, self.last_from = lane, site, time, before
        self.seen[lane] = self.version, depth, self.epoch, True, generation, site, time, ()

    def _read(self, generation, lane, site, time):
        before, others = self.seen.get(lane, NOTHING), ()
        if before[VERSION] == self.version and before[GENERATION] == generation and not before[IS_OWN]:
            others = before[OTHERS]
            if before[SITE] is not site and before[SITE] not in others:
                others += (before[SITE],)
        self.seen[lane] = self.version, self.depth, self.epoch, False, generation, site, time, others

    def _meet(self, lane, site, time):
        hits = self.hits.get(site, 0)
        self.hits[site] = hits + 1
        if hits < SAMPLES_KEPT:
            self.samples.append((site, lane.id, time))
        if len(self.seen) > self.many:
            self._forget_ended()

    def doubt(self):
        """What is counted is not exact, nor is what is told of all variables of this name together."""
        self.unsure = True
        Variable.doubted.add((self.kind, self.scope, self.name))

    def loosen(self):
        """From now on accesses may be missing."""
        if not self.is_loose:
            self.is_loose = True
            self.depth = max(self.depth, self.deepest)

    def spoil(self):
        """An access was judged by half: its update may be counted already, what it contains not yet. Begin a new epoch."""
        self.is_loose = False
        self.doubt()
        self.loosen()
        self.settled += max(0, self.updates - 1 - self.depth)
        self.updates = self.depth = self.deepest = 0
        self.epoch += 1
        self.version += 1
        self.seen.clear()

    def _forget_ended(self):
        """Of lanes that have ended by now, accesses may still lie in the journal; not of those that had when it was read last."""
        lanes, drain = self.ended
        if drain < Variable.drains:
            for lane in lanes:
                self.seen.pop(lane, None)
            self.ended = [lane for lane in self.seen if lane.ended], Variable.drains + 1
        self.many = max(MANY_LANES, 2 * len(self.seen))

    def _start_over(self, unsure):
        if unsure:  # a value that may contain whatever somebody has ever seen
            self.loosen()
        # In one breath, for `spoil`.
        self.settled, self.updates = self.settled + self.updates - self.depth, 0
        self.epoch += 1
        self.deepest = 0
        if unsure:
            self.doubt()
        return 0

    def _update(self, before, lane, site, time):
        """A write that depends on what the lane saw `before`; returns its depth."""
        if before[EPOCH] != self.epoch:
            self.reset_lost += 1
            self.updates += 1
            return 1
        if self.lane is not lane and self.version > before[VERSION]:
            self._lose(before, lane, site, time)
        if before[IS_OWN]:
            return before[DEPTH]
        self.updates += 1
        return before[DEPTH] + 1

    def _lose(self, before, lane, site, time):
        self.stale += 1
        if site.access != CONTROL:
            self.by_value = True
        told = len(self.losses)
        if told < LOSSES_KEPT or told < MOST_LOSSES and time - self.losses[-1][3][2] >= LOSSES_PAUSE_NS:
            victim_from = self.last_from
            self.losses.append(
                (
                    (before[SITE], lane.id, before[TIME], before[VERSION]),
                    (victim_from[SITE], self.lane.id, victim_from[TIME], victim_from[VERSION]),
                    (self.site, self.lane.id, self.time, self.version),
                    (site, lane.id, time, self.version + 1),
                )
            )
