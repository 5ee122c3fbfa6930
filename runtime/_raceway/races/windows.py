"""On 3.8 and 3.9, where threads may switch between a note and its access: what is sure is counted, the rest never counts as lost.

There each access has two notes, one before it and one behind it: its *window*. Windows that do not overlap are in the order in
which things happened. Where some overlap and one of them writes, the order is not known:

    lane A   [ read ]                [ write ]
    lane B             [ read ]   [ write ]              which of the two writes came last?

Then depths become upper bounds, so that "updates − depth" stays a lower bound, and the count says "at least": the variable may
have the deepest value of all; a read may have seen the deepest one whose write had begun when the read was over.
Here both reads were over before, so one of the two is lost whichever came last: depth 1, updates 2.
"""

from _raceway.races.judge import DEPTH, EPOCH, GENERATION, IS_OWN, NOTHING, READ, VERSION, Variable, is_fed
from _raceway.races.sites import BLIND, UNSURE, UPDATE, VALUE

MOST_TOGETHER = 200
"""Accesses of unknown order that are kept: a thread may sleep in its window, or leave it by an exception."""


class WindowedVariable(Variable):
    """A Variable whose accesses have windows.

    reading    lane → its access: reads that may be going on
    writing    lane → its access: writes that may be going on
    together   (access, does it begin?): what came since the first of `writing` began, not judged yet
    carried    those of `writing` whose beginning has been judged, when they became too many to keep
    starts_over   a write among these contains none of the updates before it, or nobody knows which
    """

    __slots__ = ("carried", "reading", "starts_over", "together", "writing")

    def __init__(self, kind, scope, name):
        Variable.__init__(self, kind, scope, name)
        self.reading, self.writing, self.together = {}, {}, []
        self.carried, self.starts_over = {}, False

    def spoil(self):
        """See Variable."""
        Variable.spoil(self)
        self.settled = 0  # here signal handlers come between any two operators
        for going_on in (self.reading, self.writing, self.together, self.carried):
            going_on.clear()
        self.starts_over = False

    @property
    def lost(self):
        """What is going on may still save something."""
        return self.settled + self._surely_lost()

    def access(self, generation, lane, site, time):
        """A window opens."""
        self.over(lane)  # whatever came before, even if it raised an exception
        self.hits.setdefault(site, 0)
        access = generation, lane, site, time
        is_read = site.access == READ
        if is_read and not self.writing:
            self.reading[lane] = access
            Variable.access(self, *access)
            return
        (self.reading if is_read else self.writing)[lane] = access
        self.together.append((access, True))
        if len(self.together) > MOST_TOGETHER:
            self._settle()
            self.carried = dict(self.writing)

    def over(self, lane):
        """A window closes."""
        access = self.reading.get(lane) or self.writing.get(lane)
        if access is None:
            return
        if self.writing:
            self.together.append((access, False))
        if self.writing.pop(lane, None) and not self.writing:
            self._settle()
            self.carried, self.starts_over = {}, False
        self.reading.pop(lane, None)

    def _settle(self):
        together, self.together = self.together, []
        if len({access[1] for access, _ in together}) == 1 and not self.carried and not self.reading:
            Variable.access(self, *together[0][0])
            return
        self.doubt()
        if self.starts_over or self._does_start_over(together):
            self._start_anew(together)
        else:
            self._bound(together)

    def _surely_lost(self):
        """Of this epoch, whatever is written by those that are about to; what is carried may be of the next one."""
        lanes = {access[1] for access, _ in self.together}.union(self.writing)
        seen = [self.seen.get(lane, NOTHING) for lane in lanes]
        deepest = max([self.depth] + [each[DEPTH] for each in seen if each[EPOCH] == self.epoch])
        return max(0, self.updates - len(self.carried) - deepest)

    # where the order is not known

    def _bound(self, together):
        """Depths only rise."""
        rising = {lane for lane, access in self.carried.items() if access[2].access == UPDATE}
        for (generation, lane, site, time), begins in together:
            if not begins:
                rising.discard(lane)
                self._has_seen_all(lane)
                continue
            self._meet(lane, site, time)
            if site.access == READ:
                self._read(generation, lane, site, time)
                continue
            depth = self._depth_of(lane, site)
            self._write(lane, site, time)
            # Updates in one step that are going on may yet begin with what this one writes.
            self.depth = max(self.depth, depth + len(rising.difference([lane])))
            self.deepest = max(self.deepest, self.depth)
            if site.access == UPDATE:
                rising.add(lane)
            self.seen[lane] = self.version, depth, self.epoch, True, generation, site, time, ()
        for lane in {*self.reading, *self.writing}:
            self._has_seen_all(lane)

    def _has_seen_all(self, lane):
        """It may have seen all that had begun by now."""
        seen = self.seen[lane]
        self.seen[lane] = (seen[VERSION], max(seen[DEPTH], self.depth), *seen[EPOCH:])

    def _depth_of(self, lane, site):
        if site.access == UPDATE:
            self.updates += 1
            return self.depth + 1
        before = self.seen[lane]
        if before[EPOCH] != self.epoch:
            self.reset_lost += 1
            self.updates += 1
            return 1
        is_new = not before[IS_OWN]
        self.updates += is_new
        if before[DEPTH] + is_new <= self.depth:
            self.stale += 1
            self.by_value = self.by_value or site.access == VALUE
        return before[DEPTH] + is_new

    def _write(self, lane, site, time):
        self.version += 1
        self.lane, self.site, self.time, self.last_from = lane, site, time, NOTHING

    def _does_start_over(self, together):
        """Is a write among them that contains none of the updates, or nobody knows which? In which order is not known."""
        seen, result = {}, False
        for (generation, lane, site, _), begins in together:
            if not begins:
                continue
            is_blind = site.access == BLIND
            if site.access not in (READ, UPDATE, BLIND):
                before = seen.get(lane) or self.seen.get(lane, NOTHING)
                if site.access == UNSURE or before[GENERATION] != generation or not is_fed(site, before):
                    self.loosen()
                    is_blind = True
            result = result or is_blind
            seen[lane] = 0, 0, 0, site.access != READ, generation, site, 0, ()
        return result

    def _start_anew(self, together):
        """None of them is counted: which of them came before the write that wiped the others nobody knows."""
        if not self.starts_over:
            self.starts_over, self.together = True, together
            self.settled += self._surely_lost()
            self.updates = self.depth = self.deepest = 0
            self.epoch, self.together = self.epoch + 1, []
        last = {access[1]: access for access, begins in together if begins}
        for (_, lane, site, time), begins in together:
            if begins:
                self._meet(lane, site, time)
                if site.access != READ:
                    self._write(lane, site, time)
        for lane, access in {**self.reading, **self.writing, **last}.items():
            generation, _, site, time = access
            self.seen[lane] = self.version, 0, self.epoch, site.access != READ, generation, site, time, ()
