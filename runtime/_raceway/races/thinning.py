"""Of many accesses that nothing lies between, the first and the last: a hot loop need not be told of turn by turn.

What finds races is which accesses are ordered. A lane learns of others by what it waits for, takes or asks, and each of that is a
record of its own. So of the accesses that one lane makes at one place to one variable, while no lane writes a record, the
last one races with whatever any of them races with, if only what the lane tells others (a release) came in between; the first one
is kept for the locks that were held by then. To leave out more than that could hide a race, but never make one.

What counts lost updates needs every access: those stay, and only go unmentioned to the log (`THINNED`).
"""

from _raceway.identity import here
from _raceway.kinds import EXT
from _raceway.lanes import nowhere
from _raceway.races.bind import bases
from _raceway.races.sites import ITEM, WIDTHS, Site

FEW = 200
"""So few accesses are not looked through."""
REPEATED = 4
"""Nor where fewer than one of so many would be told."""
FEW_KEYS = 50
"""So many places are looked up one by one."""
MOST_RECORDS = 200
"""Records of one lane that are looked through, the last ones."""


class THINNED:
    """In the place of a reference: an access that is not logged."""


def thinned(events, width):
    """The events without those that tell nothing new."""
    if len(events) < FEW * width:
        return events
    times = events[width - 1 :: width]
    lanes, known_since, moments = _records(times[0])
    cuts = sorted({_position(times, moment) for moment in moments if moment >= known_since})
    begin = _position(times, known_since)
    if (len(cuts) + 1) * FEW > len(times) - begin:
        return events
    left = events[: begin * width]
    for end in (*cuts, len(times)):
        if end > begin:
            left += _thinned(events[begin * width : end * width], width, lanes)
            begin = end
    return left


def _records(since):
    """(the lanes that there are, from when on all is known of them, when they wrote records from `since` on)."""
    lanes, moments, known_since = set(), set(), since
    for lane in list(here.values()):
        lanes.add(lane)
        q, k = lane.q, lane.k
        if q is nowhere or k > len(q):
            lanes.discard(lane)
            continue
        oldest = max(0, k - 4 * MOST_RECORDS)
        begun = since + 1
        while k > oldest and begun > since:
            k -= 4
            if q[k + 3] >> 56 != EXT:
                begun = q[k]
                moments.update((begun, q[k + 1]))
        if begun > known_since and (k or lane.ordinal):
            known_since = begun
        if lane.q is not q:
            lanes.discard(lane)
    return lanes, known_since, {moment for moment in moments if moment > since}


def _position(times, moment):
    """How many of them come before it. They were noted in this order, but for a few."""
    low, high = 0, len(times)
    while low < high:
        middle = (low + high) // 2
        if times[middle] < moment:
            low = middle + 1
        else:
            high = middle
    return low


def _thinned(events, width, lanes):
    """The same for a time in which no lane wrote a record."""
    if any(events[width - 3 :: width]):  # tasks: a lane knows more than one
        return events
    # An object that another one follows at its address counts as the same: so its last access may be left out.
    columns = [events[width - 2 :: width], events[1::width], events[5::width]]
    if width == WIDTHS[ITEM]:
        columns.append(map(id, events[6::width]))
    keys = list(zip(*columns))
    total = len(keys)
    last = dict(zip(keys, range(total)))
    if len(last) * REPEATED > total:
        return events
    if len(last) <= FEW_KEYS:
        told = {*map(keys.index, last), *last.values()}
    else:
        told = {*dict(zip(reversed(keys), range(total - 1, -1, -1))).values(), *last.values()}
    fates = {key: _fate(key[0]) if key[1] in lanes else STAYS for key in last}
    of_all = set(fates.values())
    if of_all != {GOES}:
        stays = range(total)
        if len(of_all) > 1:
            stays = [at for at, fate in enumerate(map(fates.get, keys)) if fate]
        if UNMENTIONED in of_all:
            references = events[2::width]
            for at in stays:
                if at not in told and (STAYS not in of_all or fates[keys[at]] == UNMENTIONED):
                    references[at] = THINNED
            events[2::width] = references
        if len(stays) == total:
            return events
        told.update(stays)
    left = []
    for at in sorted(told):
        left += events[at * width : at * width + width]
    return left


GOES, UNMENTIONED, STAYS = range(3)


def _fate(site):
    """What becomes of its accesses but for the first and the last. They stay where others build on them: a new object in the
    place of an older one begins a new path (owners.py), and a container that is mailed waits for its access.
    """
    if type(site) is not Site or site.prepared is not None or site.op == "prepare":
        return STAYS
    kind, _, name = site.group.name
    if (
        site.op in ("store", "delete")
        and kind in ("global", "attribute")
        and name in bases
        and "constant" not in site.flags
    ):
        return STAYS
    return UNMENTIONED if site.judged else GOES
