"""time.sleep: the one way of waiting for nobody.

It is written in C, so it is replaced and not woven. What replaces it is no function: stored in a class, a function would become
a method, and the native one does not.
"""

import time
from sys import _getframe

from _raceway import recorder
from _raceway.kinds import EXCEPTION, GOT, OP_SLEEP
from _raceway.patching import Instrument, leave_no_frame
from _raceway.recorder import begin_wait, end_wait, site

LONGEST_NS = (1 << 55) - 1
LONGEST_S = 3e7  # 347 days, below LONGEST_NS: what is beyond is recorded as LONGEST_NS

sleeps = Instrument("time.sleep")
_native = time.sleep


class _Sleep:
    """`time.sleep`, recorded where it really sleeps."""

    def __init__(self):
        vars(self).update(__module__="time", **{name: getattr(_native, name, None) for name in _SHOWN})

    def __call__(self, *seconds, **nothing):
        wait = sleeps.call("begins", seconds, _getframe().f_back)
        try:
            _native(*seconds, **nothing)
        except BaseException:
            if wait is not None:
                end_wait(wait, EXCEPTION)
            leave_no_frame()
            raise
        if wait is not None:
            end_wait(wait, GOT)

    def __repr__(self):
        return repr(_native)

    def __reduce__(self):
        return "sleep"  # pickled by its name, as the native one is

    __class__ = property(lambda self: type(_native))


_SHOWN = ("__doc__", "__name__", "__qualname__", "__self__", "__text_signature__")


@sleeps.hook
def begins(arguments, frame):
    """The handle of the wait, or None for a call that does not sleep: zero, or arguments that will be refused."""
    if not recorder.active or len(arguments) != 1 or not isinstance(arguments[0], (int, float)) or not arguments[0] > 0:
        return None
    asked = LONGEST_NS if arguments[0] > LONGEST_S else int(arguments[0] * 1e9)
    return begin_wait(OP_SLEEP, 0, site(frame), 0, 0, asked)


def install(time_module):
    """Replace time.sleep."""
    sleeps.replace(time_module, "sleep", _Sleep())
