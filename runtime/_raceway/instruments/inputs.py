"""input(): waiting for a person. It is written in C, so it is replaced and not woven."""

from sys import _getframe

from _raceway.iowaits import begins
from _raceway.kinds import EXCEPTION, GOT, IO_INPUT
from _raceway.patching import Instrument, leave_no_frame
from _raceway.recorder import end_wait
from _raceway.standin import StandIn

inputs = Instrument("input")


class _Input(StandIn):
    """`input`, recorded while it waits."""

    def __call__(self, *prompt, **nothing):
        wait = inputs.call("asks", _getframe().f_back)
        try:
            line = self.native(*prompt, **nothing)
        except BaseException:
            if wait is not None:
                end_wait(wait, EXCEPTION)
            leave_no_frame()
            raise
        if wait is not None:
            end_wait(wait, GOT)
        return line


@inputs.hook
def asks(frame):
    """The prompt is about to be written."""
    return begins(IO_INPUT, frame, 0)


def install(builtins):
    """Replace `input`."""
    inputs.replace(builtins, "input", _Input(builtins.input))
