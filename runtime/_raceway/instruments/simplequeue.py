"""queue.SimpleQueue: a class in C, so a subclass stands in for it.

Only what program code makes is of the subclass; the standard library (executors, logging) gets the native class. There is
no mutex to order records by: a put bears the time just before the item is in, a get the time just after it is out, and TOOK tells
by the item's identity which put it came from.
"""

from _collections import deque
from itertools import count
from sys import _getframe, modules

from _raceway import recorder
from _raceway.kinds import EXCEPTION, GET, GOT, MISSED, OP_GET, PUT, SIMPLE_QUEUE, TIMED_OUT, TOOK
from _raceway.patching import Instrument, leave_no_frame
from _raceway.recorder import begin_wait, emit, end_wait, new_object, now, site
from _raceway.tally import ACQUISITIONS, PUTS, TRIES_MISSED, Tally

NON_BLOCKING, TIMED = 1, 2
SPARES = 4  # a finalizer inside a put needs one too, and so do other threads
LONGEST_S = 1e6  # the native class may refuse longer timeouts, so it is asked before anything is taken out

simple_queues = Instrument("queue.SimpleQueue")


class SimpleTally(Tally):
    """`numbers`: of puts; `came`: id(item) → numbers of the puts that brought it; `spares`: empty deques for `came`.

    `doubtful`: ids of items of which several were in at once: whose is whose nobody can tell until all of them are out.
    """

    __slots__ = ("came", "doubtful", "numbers", "spares")

    def __init__(self, object_id):
        Tally.__init__(self, object_id)
        self.numbers = count(1)
        self.came = {}
        self.doubtful = {}
        self.spares = []
        self.refill()

    def refill(self):
        """Make the deques that the next puts must not make."""
        while len(self.spares) < SPARES:
            self.spares.append(deque())

    def brings(self, item):
        """Number the put that brings `item` next."""
        number = next(self.numbers)
        numbers = self.came.get(id(item))
        if numbers is None:
            try:
                numbers = self.spares.pop()
            except IndexError:
                numbers = deque()
            self.came[id(item)] = numbers
        else:
            self.doubtful[id(item)] = True
        numbers.append(number)
        return number

    def took(self, item):
        """The number of the put that brought the `item` of a get, None where one object was in the queue more than once."""
        numbers = self.came.get(id(item))
        if numbers is None:
            return None
        try:
            number = numbers.popleft()
        except IndexError:
            number = None
        is_sure = id(item) not in self.doubtful
        if not numbers:
            self.came.pop(id(item), None)
            self.doubtful.pop(id(item), None)
        return number if is_sure else None


def install(queue):
    """Let queue.SimpleQueue be a traced class."""
    if queue.SimpleQueue.__module__ == "_queue":  # else it is written in Python, with a semaphore inside
        traced = _traced_class(queue.SimpleQueue, queue.Empty)
        simple_queues.replace(queue, "SimpleQueue", traced)
        simple_queues.replace(modules["_queue"], "SimpleQueue", traced)  # where pickle looks for it


def _traced_class(native, empty):
    class Meta(type):
        def __instancecheck__(cls, instance):
            return isinstance(instance, native) if cls is SimpleQueue else type.__instancecheck__(cls, instance)

        # As with locks: tables by type treat both alike.
        def __eq__(cls, other):
            return other is cls or cls is SimpleQueue and other is native or NotImplemented

        def __hash__(cls):
            return hash(native) if cls is SimpleQueue else type.__hash__(cls)

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

        # A finalizer may put into the same queue whenever the garbage collector runs. Up to where the item is in, nothing is
        # allocated that the collector looks at, no frame object and no tuple either: the finalizer's put comes after ours.
        def put(self, item, block=True, timeout=None):
            tally = getattr(self, "_raceway", None)
            if tally is None or simple_queues.withdrawn:
                native.put(self, item, block, timeout)
                return
            number, depth = tally.brings(item), self.qsize() + 1
            time = now()
            native.put(self, item, block, timeout)
            simple_queues.call("came_in", tally, _getframe().f_back, time, depth, number)

        def put_nowait(self, item):
            SimpleQueue.put(self, item)

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
            return SimpleQueue.get(self, False)

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
def came_in(tally, frame, time, depth, number):
    """The item is in since `time`."""
    tally.refill()
    tally.event(PUT, PUTS, frame, depth, number, time)


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
    """The item is out."""
    if wait is not None:
        end_wait(wait, GOT)
    tally = queue._raceway
    if tally is None:
        return
    in_full = tally.left > 1
    get = tally.event(
        GET, ACQUISITIONS, frame, queue.qsize()
    )  # of another thread's get the total may be one more by now
    number = tally.took(item)
    if number is not None and in_full:
        emit(TOOK, tally.id, get, number, site(frame))


@simple_queues.hook
def failed(wait, gave_up):
    """get is left by an exception: queue.Empty (`gave_up`) or another."""
    if wait is not None:
        end_wait(wait, TIMED_OUT if gave_up else EXCEPTION)
