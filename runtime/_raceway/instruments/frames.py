"""sys._current_frames and sys._current_exceptions: asked for its threads, the program is not told of ours.

Tools print what all threads do, and a test may count them. Both are written in C, so they are replaced and not woven.
"""

from _thread import get_ident
from sys import _getframe

from _raceway.patching import Instrument, leave_no_frame
from _raceway.service import idents
from _raceway.standin import StandIn

listings = Instrument("sys._current_frames")


class _Listing(StandIn):
    """What each thread does, by its ident."""

    def __call__(self, *nothing, **neither):
        try:
            threads = self.native(*nothing, **neither)
        except BaseException:
            leave_no_frame()
            raise
        listings.call("lists", self.native.__name__, threads, _getframe().f_back)
        try:
            return threads
        finally:
            del threads  # where the hook is gone, our own frame is among them: a circle that would keep all of them


@listings.hook
def lists(name, threads, frame):
    """Take out our thread, and our frame where it stands for the caller's."""
    for ident in list(idents):
        threads.pop(ident, None)
    if name == "_current_frames":
        if frame is None:  # called by C code: nothing of Python runs here
            threads.pop(get_ident(), None)
        else:
            threads[get_ident()] = frame


def install(sys):
    """Replace both; the second came with 3.10."""
    for name in ("_current_frames", "_current_exceptions"):
        if hasattr(sys, name):
            listings.replace(sys, name, _Listing(getattr(sys, name)))
