"""time.sleep: the one way of waiting for nobody.

It is written in C, so it is replaced and not woven.
"""

from sys import _getframe

from _raceway import recorder
from _raceway.kinds import EXCEPTION, GOT, OP_SLEEP
from _raceway.patching import Instrument, leave_no_frame
from _raceway.recorder import begin_wait, end_wait, in_wait, site
from _raceway.standin import StandIn

LONGEST_NS = (1 << 55) - 1
LONGEST_S = 3e7  # 347 days, below LONGEST_NS: what is beyond is recorded as LONGEST_NS

sleeps = Instrument("time.sleep")


class _Sleep(StandIn):
    """`time.sleep`, recorded where it really sleeps."""

    def __call__(self, *seconds, **nothing):
        wait = sleeps.call("begins", seconds, _getframe().f_back)
        try:
            self.native(*seconds, **nothing)
        except BaseException:
            if wait is not None:
                end_wait(wait, EXCEPTION)
            leave_no_frame()
            raise
        if wait is not None:
            end_wait(wait, GOT)


@sleeps.hook
def begins(arguments, frame):
    """The handle of the wait, or None for a call that does not sleep: zero, or arguments that will be refused."""
    if not recorder.active or len(arguments) != 1 or not isinstance(arguments[0], (int, float)) or not arguments[0] > 0:
        return None
    if in_wait():  # Popen.wait with a timeout sleeps between looks
        return None
    asked = LONGEST_NS if arguments[0] > LONGEST_S else int(arguments[0] * 1e9)
    return begin_wait(OP_SLEEP, 0, site(frame), 0, 0, asked)


def install(time_module):
    """Replace time.sleep."""
    sleeps.replace(time_module, "sleep", _Sleep(time_module.sleep))
