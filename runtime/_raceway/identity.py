"""Which lane is this thread's? A thread is asked once, at its first record, and may have been announced by who starts it.

Names, idents and numbers of the operating system all come back: two threads of one name are two lanes, and an ident is only
the name of the thread that has it now. `here` has the last lane of each ident, so it is no longer than the largest number of
threads that were there at once.
"""

from _thread import get_ident
from itertools import count
from sys import modules

from _raceway.lanes import BEGUN, Lane

try:
    from _thread import get_native_id
except ImportError:  # platforms without it

    def get_native_id():
        return 0


try:
    from time import thread_time_ns as cpu_ns
except ImportError:

    def cpu_ns():
        return 0


lane_ids = count(1)
"""Threads and tasks are numbered from one sequence; a forked child goes on where its parent was."""
announced = {}
"""ident of a thread that has just begun → what `announce` returned for it."""
here = {}
"""ident of a thread → its lane: until the sampler finds the thread gone, or another thread has the ident."""

MAX_NAME = 500
"""Characters of a thread's name that are kept."""

left = []
"""Lanes whose ident has gone to another thread before anybody saw them end."""


def announce(name, daemon, internal, since=0):
    """Number a thread that is about to start; `since`: when it began, 0 = when it arrives."""
    return next(lane_ids), {"name": name, "daemon": daemon, "internal": internal}, since


def arrive():
    """This thread's lane, and its row: empty where nobody announced it, None where it stands in the side tables already."""
    ident = get_ident()
    native = get_native_id()
    found, known = announced.get(ident), here.get(ident)
    if found is not None:
        lane, row = Lane(found[0]), found[1]
        lane.since = found[2]
    elif known is not None and (known.native == native or known.since > BEGUN):
        # Another callback from C in the same thread; or its local objects are being destroyed, ours first, and finalizers
        # of the others follow; or the sampler saw the thread before it recorded anything.
        known.native = native
        return known, None
    else:
        lane, row = Lane(next(lane_ids)), {}
    lane.native = native
    if announced.pop(ident, None) is not found or here.get(ident) is not known:
        return arrive()  # a finalizer that the collector ran in here has come first
    take(ident, lane)
    return lane, row


def take(ident, lane):
    """The ident belongs to `lane` now, None = to nobody yet."""
    before = here.pop(ident, None)
    if before is not None and before is not lane and not before.ended:
        left.append(before)
    if lane is not None:
        here[ident] = lane


def settle(lane):
    """`lane` is this thread's from now on."""
    lane.native = get_native_id()
    take(get_ident(), lane)


def describe_unannounced(ident, is_main):
    """The row of a thread whose start we did not see: from C, or older than we are."""
    thread = getattr(modules.get("threading"), "_active", {}).get(ident)
    if thread is None:
        return {"name": "MainThread" if is_main else "Thread-%d" % ident, "daemon": not is_main, "internal": False}
    return {"name": str(thread._name), "daemon": bool(thread._daemonic), "internal": False}


def forget_others():
    """In a forked child: all other threads are the parent's."""
    announced.clear()
    here.clear()
    left.clear()
