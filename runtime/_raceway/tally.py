"""What is kept for one resource of the program: its number, its totals, and how much of it is still recorded.

An object is *recorded*, one record an event, until EVENTS_IN_FULL of them; then it is *counted*: the totals go to eight words
of shared memory that the host reads (docs/trace-format.md, "Counter cells"). Waits are recorded in full all the time.
"""

from _raceway import recorder
from _raceway.attached import attached
from _raceway.kinds import COUNTED
from _raceway.recorder import emit, new_object, site

EVENTS_IN_FULL = 100_000
"""3.2 MB of records an object: a queue that passes 30,000 items is still drawn item by item."""

LIMIT = 1 << 53
"""Larger values are stored as this."""

ACQUISITIONS, REENTRIES, PUTS, TRIES_MISSED, SIGNALS, RELEASES, TASKS_DONE, CLEARS = range(8)
"""The cells: index of each total."""


@attached
class Tally:
    """The mark of a traced object: its attribute `_raceway`.

    Totals are exact where `event` is called under the object's own mutex, and it is, but for SimpleQueue, which has none.
    """

    __slots__ = ("at", "id", "left", "totals", "words")

    def __init__(self, object_id, events_in_full=EVENTS_IN_FULL):
        self.id = object_id
        self.left = events_in_full
        self.totals = [0] * 8
        self.words = None
        self.at = 0

    def event(self, kind, total, frame, arg=0, seq=None, time=None):
        """Something happened: add one to `total`; record it as `kind` with `arg`, `seq` (default: the new total), `time` (now).

        Returns the new total. `frame` is where to look for the line: the nearest frame of program code at or above it.
        """
        totals = self.totals
        totals[total] = number = totals[total] + 1
        if not recorder.active:
            return number
        if self.left > 0:
            self.left -= 1
            if seq is None:
                seq = number
            emit(kind, self.id, seq, arg, site(frame), time)
        else:
            if self.words is None:
                self._count_only()
            self.words[self.at + total] = number
        return number

    def _count_only(self):
        """Enter the counted tier.

        Without room for eight words the totals go where nobody reads; the flag "recording full" tells that they are missing.
        """
        words, at, address = recorder.cells() or (recorder.nowhere, 0, 0)
        for index, total in enumerate(self.totals):
            words[at + index] = total
        if address:
            emit(COUNTED, self.id, sum(self.totals), address, 0)
        self.words, self.at = words, at

    def detach_from_recording(self, nowhere):
        """After a fork, in the child: the cells, and what they count, are the parent's; the next event asks for new ones."""
        if self.words is not None:
            self.words = None
            self.totals = [0] * 8

    def __reduce__(self):
        """A program that copies or pickles the __dict__ of an object must not meet us: the copy of this is None."""
        return type(None), ()


def resource(kind, thing, frame, parameter=0, mark=Tally):
    """Number and mark `thing` when program code creates it: returns its mark, else None.

    `frame` is the frame of the `__init__` that creates it (of the standard library); `mark` makes the Tally.
    """
    creator = creating_frame(thing, frame)
    if not recorder.active or creator is None or not recorder.is_program_frame(creator):
        return None
    object_id = new_object(kind, max(0, whole(parameter)), site(creator))
    if not object_id:
        return None
    tally = mark(object_id)
    object.__setattr__(thing, "_raceway", tally)  # a subclass may have its own idea of setting attributes
    return tally


def creating_frame(thing, frame):
    """The frame whose line creates `thing`: the first one above `frame` that is no `__init__` of the same object."""
    frame = frame.f_back
    while frame is not None and frame.f_code.co_name == "__init__" and _first_argument(frame) is thing:
        frame = frame.f_back
    return frame


def _first_argument(frame):
    code = frame.f_code
    return frame.f_locals.get(code.co_varnames[0]) if code.co_argcount else None


def whole(number):
    """`number` as an int that fits a record: semaphores and queues take any number for their limit, infinity too.

    A queue takes even what is no number, and refuses only the first put; that is recorded as 0.
    """
    if type(number) is int and -LIMIT < number < LIMIT:
        return number
    try:
        return int(max(-LIMIT, min(LIMIT, number)))
    except (TypeError, ValueError, ArithmeticError):
        return 0
