"""Which lane is this thread's? A thread is asked once, at its first record, and may have been announced by who starts it."""

from _thread import get_ident
from itertools import count
from sys import modules

from _raceway.lanes import Lane

try:
    from _thread import get_native_id
except ImportError:  # platforms without it

    def get_native_id():
        return 0


# From a lane's end to the end of its thread there is no Python code but finalizers: few threads are there at once.
ENDED_KEPT = 256
_NOBODY = -1, None

lane_ids = count(1)
"""Threads and tasks are numbered from one sequence; a forked child goes on where its parent was."""
announced = {}
"""ident of a thread that has just begun → (number, row) as `announce` returned them."""
_ended = {}
"""ident of a thread → (its number in the operating system, its lane) for the last lanes that ended."""


def announce(name, daemon, internal):
    """Number a thread that is about to start."""
    return next(lane_ids), {"name": name, "daemon": daemon, "internal": internal}


def arrive():
    """This thread's lane, and its row: empty where nobody announced it, None where the lane has been introduced before."""
    found = announced.pop(get_ident(), None)
    if found is None and _ended.get(get_ident(), _NOBODY)[0] == get_native_id():
        # The thread's local objects are being destroyed, ours first; finalizers of the others belong to the same lane.
        return _ended[get_ident()][1], None
    if found is None:
        return Lane(next(lane_ids)), {}
    return Lane(found[0]), found[1]


def describe_unannounced(is_main):
    """The row of a thread whose start we did not see: from C, from `_thread`, or older than we are."""
    threading = modules.get("threading")
    thread = getattr(threading, "_active", {}).get(get_ident())
    if thread is None:
        name = "MainThread" if is_main else "Thread-%d" % get_ident()
        return {"name": name, "daemon": not is_main, "internal": False}
    return {"name": str(thread.name), "daemon": bool(thread.daemon), "internal": False}


def whereabouts():
    """What a lane's row says of this thread as the operating system knows it."""
    return {"ident": get_ident(), "native": get_native_id()}


def remember_end(lane):
    """This thread's lane has ended; what finalizers record later is still its own."""
    _ended.pop(get_ident(), None)
    _ended[get_ident()] = get_native_id(), lane
    if len(_ended) > ENDED_KEPT:
        _ended.pop(list(_ended)[0], None)


def forget_others():
    """In a forked child: all other threads are the parent's."""
    global announced, _ended
    announced, _ended = {}, {}
