"""queue.SimpleQueue: a class in C, so a subclass stands in for it.

Only what program code makes is of the subclass; the standard library (executors, logging) gets the native class. There is
no mutex to order records by: a put is recorded just before the item is in, a get just after it is out, and TOOK tells by the
item's identity which put it came from.
"""

from _collections import deque
from itertools import count
from sys import _getframe

from _raceway import recorder
from _raceway.patching import Instrument, leave_no_frame
from _raceway.recorder import (
    EXCEPTION,
    GET,
    GOT,
    MISSED,
    OP_GET,
    PUT,
    SIMPLE_QUEUE,
    TIMED_OUT,
    TOOK,
    begin_wait,
    emit,
    end_wait,
    new_object,
    site,
)
from _raceway.tally import ACQUISITIONS, PUTS, TRIES_MISSED, Tally

NON_BLOCKING, TIMED = 1, 2
LONGEST_S = 1e6  # the native class may refuse longer timeouts, so it is asked before anything is taken out

simple_queues = Instrument("queue.SimpleQueue")


class SimpleTally(Tally):
    """`numbers`: of puts; `came`: id(item) → numbers of the puts that brought it."""

    __slots__ = ("came", "numbers")

    def __init__(self, object_id):
        Tally.__init__(self, object_id)
        self.numbers = count(1)
        self.came = {}


def install(queue):
    """Let queue.SimpleQueue be a traced class."""
    if queue.SimpleQueue.__module__ == "_queue":  # else it is written in Python, with a semaphore inside
        simple_queues.replace(queue, "SimpleQueue", _traced_class(queue.SimpleQueue, queue.Empty))


def _traced_class(native, empty):
    class Meta(type):
        def __instancecheck__(cls, instance):
            return isinstance(instance, native) if cls is SimpleQueue else type.__instancecheck__(cls, instance)

    class SimpleQueue(native, metaclass=Meta):
        __slots__ = ("_raceway",)

        def __new__(cls, *args, **kwargs):
            frame = _getframe().f_back
            # Only the class itself refuses arguments, subclasses may want some.
            refused = cls is SimpleQueue and (args or kwargs)
            native_one = refused or cls is SimpleQueue and not simple_queues.call("is_wanted", frame)
            try:
                queue = native(*args, **kwargs) if native_one else native.__new__(cls, *args, **kwargs)
            except BaseException:
                leave_no_frame()
                raise
            if not native_one:
                queue._raceway = simple_queues.call("made", frame)
            return queue

        def put(self, item, block=True, timeout=None):
            simple_queues.call("coming", self, item, _getframe().f_back)
            native.put(self, item, block, timeout)

        def put_nowait(self, item):
            simple_queues.call("coming", self, item, _getframe().f_back)
            native.put(self, item)

        def get(self, block=True, timeout=None):
            frame = _getframe().f_back
            # `type(…) in` and not isinstance: what claims to be a number may run code of the program.
            if not block or timeout is None or type(timeout) in (int, float) and 0 <= timeout < LONGEST_S:
                try:
                    item = native.get(self, False)
                except empty:
                    pass
                else:
                    simple_queues.call("got", self, item, frame)
                    return item
            wait = simple_queues.call("begins", self, block, timeout, frame)
            try:
                item = native.get(self, block, timeout)
            except BaseException as error:
                simple_queues.call("failed", wait, isinstance(error, empty))
                leave_no_frame()
                raise
            simple_queues.call("got", self, item, frame, wait)
            return item

        def get_nowait(self):
            return self.get(False)

        def __reduce_ex__(self, protocol):
            return native().__reduce_ex__(protocol)

    SimpleQueue.__module__, SimpleQueue.__qualname__ = native.__module__, native.__qualname__
    SimpleQueue.__doc__ = native.__doc__
    return SimpleQueue


@simple_queues.hook
def is_wanted(frame):
    """Does the code of `frame` make queues that are recorded?"""
    return recorder.active and frame is not None and recorder.is_program_frame(frame)


@simple_queues.hook
def made(frame):
    """The mark for a queue that the code of `frame` made, None for one that is not recorded."""
    object_id = new_object(SIMPLE_QUEUE, 0, site(frame)) if is_wanted(frame) else 0
    return SimpleTally(object_id) if object_id else None


@simple_queues.hook
def coming(queue, item, frame):
    """The item is put next."""
    tally = queue._raceway
    if tally is None:
        return
    number = next(tally.numbers)
    numbers = tally.came.get(id(item))
    if numbers is None:
        numbers = tally.came[id(item)] = deque()
    numbers.append(number)
    tally.event(PUT, PUTS, frame, queue.qsize() + 1, number)


@simple_queues.hook
def begins(queue, block, timeout, frame):
    """There was no item. Returns the wait, or None for a get that does not wait."""
    tally = queue._raceway
    if tally is None or not recorder.active:
        return None
    if not block:
        tally.event(MISSED, TRIES_MISSED, frame, OP_GET, NON_BLOCKING)
        return None
    return begin_wait(OP_GET, tally.id, site(frame), 0, 0, 0 if timeout is None else 1)


@simple_queues.hook
def got(queue, item, frame, wait=None):
    """The item is out. Two threads that move one object at once may cost it its TOOK."""
    if wait is not None:
        end_wait(wait, GOT)
    tally = queue._raceway
    if tally is None:
        return
    in_full = tally.left > 1
    tally.event(GET, ACQUISITIONS, frame, queue.qsize())
    numbers = tally.came.get(id(item))
    if numbers:
        number = numbers.popleft()
        if not numbers:
            tally.came.pop(id(item), None)
        if in_full:
            emit(TOOK, tally.id, tally.totals[ACQUISITIONS], number, site(frame))


@simple_queues.hook
def failed(wait, gave_up):
    """get is left by an exception: queue.Empty (`gave_up`) or another."""
    if wait is not None:
        end_wait(wait, TIMED_OUT if gave_up else EXCEPTION)
