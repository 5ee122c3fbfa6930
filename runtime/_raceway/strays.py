"""Threads that nobody has seen begin, or that have recorded nothing so far: every thread of Python gets its lane.

They come from C code, from `_thread.start_new_thread`, or are older than we are. The interpreter tells the idents of those that
run Python now (`places.frames`), the operating system the numbers of all; who is who follows from the order in which
they began, where there are as many of one as of the other.
"""

from os import listdir
from time import perf_counter_ns as now

from _raceway import recorder
from _raceway.identity import announced, here, lane_ids
from _raceway.lanes import UNKNOWN, Lane
from _raceway.places import frames

# A thread that was started so long ago and does not run is over: at the time when it was missed first.
LATEST_ARRIVAL_NS = 1_000_000_000
_missed = {}


def look():
    """Give lanes to threads that have none; end those of threads that are gone and whose numbers are not known."""
    idents = list(frames())
    if not idents:
        return
    for ident in idents:
        if ident not in here:
            _publish(ident)
    alive = set(idents)
    unknown = []
    for ident, lane in list(here.items()):
        if lane.native == UNKNOWN:
            if ident in alive:
                unknown.append(lane)
            elif here.get(ident) is lane:
                del here[ident]
                recorder.finish(lane, 0)
    if unknown:
        _recognise(unknown)
    time = now()
    for ident, announcement in list(announced.items()):
        if announcement[2] and ident not in alive:
            _missed.setdefault(announcement[0], time)
            if announcement[2] < time - LATEST_ARRIVAL_NS:
                bury(announced.pop(ident, None), ident)


def bury(announcement, ident):
    """Tell of a thread that was announced and has ended without a record."""
    if announcement is not None:
        lane = Lane(announcement[0])
        lane.since = announcement[2]
        recorder.introduce(lane, ident, announcement[1])
        recorder.finish(lane, 0, _missed.pop(lane.id, None))


def bury_all():
    """The same of all that were announced, at the end of the process."""
    for ident in [ident for ident, announcement in list(announced.items()) if announcement[2]]:
        bury(announced.pop(ident, None), ident)


def _publish(ident):
    announcement = announced.pop(ident, None)
    if announcement is not None:
        _missed.pop(announcement[0], None)
    lane = Lane(next(lane_ids) if announcement is None else announcement[0])
    # The thread may come to its first record at any moment: it then finds this lane, and writes LANE_START itself.
    lane.since = now() if announcement is None else announcement[2] or now()
    if here.setdefault(ident, lane) is lane:
        recorder.introduce(lane, ident, {} if announcement is None else announcement[1])


def _recognise(unknown):
    try:
        natives = set(map(int, listdir("/proc/self/task")))
    except OSError:
        return
    natives.difference_update([lane.native for lane in list(here.values())])
    if len(natives) == len(unknown):
        for lane, native in zip(sorted(unknown, key=lambda lane: lane.id), sorted(natives)):
            if lane.native == UNKNOWN:
                lane.native = native
