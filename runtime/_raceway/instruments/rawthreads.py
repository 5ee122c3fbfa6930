"""_thread.start_new_thread: threads that `threading` does not know.

What the thread calls must be what the program gave (sys.unraisablehook shows it), so nothing of ours can run in it before its
first record. The lane is announced under the ident that the native function returns; where the thread never records anything,
the sampler gives it its lane, or whoever ends up with its ident.
"""

from sys import _getframe

from _raceway import identity, recorder, strays
from _raceway.kinds import THREAD_START
from _raceway.patching import Instrument, leave_no_frame
from _raceway.recorder import announce_lane, emit, now, rename_lane, site
from _raceway.standin import StandIn

raw_threads = Instrument("_thread.start_new_thread")


class _Start(StandIn):
    """`_thread.start_new_thread`, recorded when the start has succeeded."""

    def __call__(self, *arguments, **nothing):
        time = now()
        announcement = raw_threads.call("starts", arguments, time, _getframe().f_back)
        try:
            ident = self.native(*arguments, **nothing)
        except BaseException:
            leave_no_frame()
            raise
        if announcement is not None:
            raw_threads.call("started", ident, announcement, time, _getframe().f_back)
        return ident


@raw_threads.hook
def starts(arguments, time, frame):
    """A number for the new thread; None where nothing is recorded."""
    if not recorder.active or not arguments:
        return None
    internal = frame is not None and not recorder.is_program_frame(frame)
    name = getattr(arguments[0], "__name__", None)
    return announce_lane("_thread (%s)" % name if type(name) is str else "_thread", True, internal, time)


@raw_threads.hook
def started(ident, announcement, time, frame):
    """The thread may be running, have recorded something, or be over."""
    before = identity.announced.pop(ident, None)
    if before is not None:  # that thread has come and gone, and this one has its ident
        strays.bury(before, ident)
    lane = identity.here.get(ident)
    if lane is not None and lane.id > announcement[0] and not lane.ended:
        number = lane.id  # it was quicker
        rename_lane(number, announcement[1]["name"])
    else:
        number = announcement[0]
        identity.take(ident, None)
        identity.announced[ident] = announcement
    emit(THREAD_START, 0, 0, number, site(frame), time)


def install(thread_module):
    """Replace start_new_thread, under both its names. threading, imported later, shall have the native one: see threads.py."""
    native = thread_module.start_new_thread
    for name in ("start_new_thread", "start_new"):
        if hasattr(thread_module, name):
            raw_threads.replace(thread_module, name, _Start(native))
