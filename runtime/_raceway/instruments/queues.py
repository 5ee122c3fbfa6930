"""queue.Queue, LifoQueue and PriorityQueue: puts, gets, depth, waits, task_done and join.

All hooks run under the queue's mutex: the n-th PUT and the n-th GET are in the order in which items came and went. Subclasses
that store items in their own way (`_put`, `_get`, `_qsize`) are seen as they are.
"""

from sys import _getframe, exc_info

from _raceway import learning, recorder
from _raceway.kinds import (
    EXCEPTION,
    FAILED,
    GET,
    GOT,
    LIFO_QUEUE,
    MISSED,
    OP_GET,
    OP_PUT,
    OP_QUEUE_JOIN,
    OVER_RELEASE,
    PRIORITY_QUEUE,
    PUT,
    QUEUE,
    TASK_DONE,
    TIMED_OUT,
    TOOK,
)
from _raceway.patching import Instrument, after, before, last, on_exception
from _raceway.recorder import begin_wait, emit, end_wait, site
from _raceway.tally import ACQUISITIONS, PUTS, TASKS_DONE, TRIES_MISSED, Tally, resource

queues = Instrument("queue.Queue")
_woven_classes = []  # a program may have several copies of the module
MARKED = "if self._raceway is not None: "
NON_BLOCKING, TIMED = 1, 2

STRANGERS = 1000
"""When so many more items came than the queue holds, a subclass drops or wraps them, and they are no longer followed."""

UNKNOWN = 0
"""Number of no put."""


class QueueTally(Tally):
    """Which put did an item come from, where that need not be the one with the get's number?

    `came`: id(item) → numbers of the puts that brought it; `brought`: how many numbers that are. It is None where nothing is to
    be told of an item: for a fifo, for a queue that is only counted, for one that does not give back what it was given.
    `takes`: which of several numbers of one object a get takes: -1, the last one, from a lifo; None for a fifo; else 0: nobody
    can tell them apart, so they are all UNKNOWN.
    `measures`: may `_qsize` be asked for the depth? Not the program's own: it could raise, or count its calls.
    """

    __slots__ = ("brought", "came", "measures", "takes")

    def __init__(self, object_id, takes, measures):
        Tally.__init__(self, object_id)
        self.came = None if takes is None else {}
        self.brought = 0
        self.takes = takes
        self.measures = measures

    def depth(self, queue, change):
        """Items in the queue after a put (`change` 1) or get (-1) that is not in the totals yet; its mutex is held."""
        return queue._qsize() if self.measures else self.totals[PUTS] - self.totals[ACQUISITIONS] + change

    def brings(self, item, depth):
        """The put that was just recorded brought `item`; `depth` items are in the queue now."""
        if self.left <= 0:
            self.came = None
            return
        if depth == 1:
            self.came.clear()  # what the program took out by other means than `get` is not waited for
            self.brought = 0
        numbers = self.came.setdefault(id(item), [])
        numbers.append(self.totals[PUTS])
        if self.takes == 0 and len(numbers) > 1:
            numbers[:] = [UNKNOWN] * len(numbers)
        self.brought += 1
        if self.brought > depth + STRANGERS:
            self.came = None

    def took(self, item):
        """The number of the put that brought the `item` of the get that was just recorded, UNKNOWN where nobody can tell."""
        numbers = None if self.came is None else self.came.get(id(item))
        if not numbers:
            return UNKNOWN
        number = numbers.pop(self.takes)
        self.brought -= 1
        if not numbers:
            del self.came[id(item)]
        return number


def install(queue):
    """Weave the first hook into queue.Queue; the others follow when the program makes a queue."""
    queue.Queue._raceway = None
    queues.weave_all((queue.Queue.__init__, last("HOOKS.created(self, maxsize)")))


def _weave_the_rest(base):
    begin = MARKED + "WAIT = WAIT or HOOKS.begins(%d, self._raceway, %s)"
    queues.weave_all(
        (
            base.put,
            before("self.not_full.wait(", begin % (OP_PUT, "timeout")),
            before("self.not_empty.notify()", MARKED + "WAIT = HOOKS.put(self, item, WAIT)"),
            on_exception(MARKED + "HOOKS.failed(%d, self._raceway, WAIT, block)" % OP_PUT),
        ),
        (
            base.get,
            before("self.not_empty.wait(", begin % (OP_GET, "timeout")),
            after("item = self._get()", MARKED + "WAIT = HOOKS.got(self, item, WAIT)"),
            on_exception(MARKED + "HOOKS.failed(%d, self._raceway, WAIT, block)" % OP_GET),
        ),
        (
            base.task_done,
            before("raise ValueError('task_done", MARKED + "HOOKS.refused(self._raceway)"),
            before("self.unfinished_tasks = unfinished", MARKED + "HOOKS.task_done(self._raceway, unfinished)"),
        ),
        (
            base.join,
            before("self.all_tasks_done.wait(", begin % (OP_QUEUE_JOIN, "None")),
            last(MARKED + "HOOKS.joined(self._raceway, WAIT)"),
            on_exception("if WAIT is not None: HOOKS.broken(WAIT)"),
        ),
    )


@queues.hook
def created(queue, maxsize):
    """The constructor is about to return."""
    frame = _getframe(1)
    module = frame.f_globals
    base = module["Queue"]
    kind, takes = QUEUE, 0
    if isinstance(queue, module["LifoQueue"]):
        kind, takes = LIFO_QUEUE, -1
    elif isinstance(queue, module["PriorityQueue"]):
        kind = PRIORITY_QUEUE
    elif type(queue)._get is base._get and type(queue)._put is base._put:
        takes = None
    measures = getattr(type(queue)._qsize, "__globals__", None) is module
    tally = resource(kind, queue, frame, maxsize, lambda number: QueueTally(number, takes, measures))
    if tally is not None and base not in _woven_classes:
        _weave_the_rest(base)
        _woven_classes.append(base)


@queues.hook
def begins(op, tally, timeout):
    """The thread will wait. Being woken when another thread was faster is still the same wait."""
    return begin_wait(op, tally.id, site(_getframe(1)), 0, 0, 0 if timeout is None else 1) if recorder.active else None


@queues.hook
def put(queue, item, wait):
    """The item is in the queue; a getter is woken next."""
    tally = queue._raceway
    if wait is not None:
        end_wait(wait, GOT)
    depth = tally.depth(queue, 1)
    tally.event(PUT, PUTS, _getframe(1), depth)
    if tally.came is not None:
        tally.brings(item, depth)
    return None


@queues.hook
def got(queue, item, wait):
    """The item was taken out; a putter is woken next."""
    tally = queue._raceway
    if wait is not None:
        end_wait(wait, GOT)
    frame = _getframe(1)
    in_full = tally.left > 1
    tally.event(GET, ACQUISITIONS, frame, tally.depth(queue, -1))
    if tally.takes is not None and in_full:
        emit(TOOK, tally.id, tally.totals[ACQUISITIONS], tally.took(item), site(frame))
    return None


@queues.hook
def failed(op, tally, wait, block):
    """put or get is left by an exception: Full or Empty, the queue's shutdown, wrong arguments, or something from outside."""
    error = exc_info()[1]
    module = _getframe(1).f_globals
    gave_up = isinstance(error, (module["Full"], module["Empty"]))
    if wait is not None:
        shut_down = isinstance(error, module.get("ShutDown", ()))
        end_wait(wait, TIMED_OUT if gave_up else FAILED if shut_down else EXCEPTION)
    elif gave_up:
        tally.event(MISSED, TRIES_MISSED, _getframe(1), op, TIMED if block else NON_BLOCKING)


@queues.hook
def task_done(tally, unfinished):
    """An item is done."""
    tally.event(TASK_DONE, TASKS_DONE, _getframe(1), unfinished, 0)


@queues.hook
def refused(tally):
    """task_done once too often: its ValueError follows."""
    emit(OVER_RELEASE, tally.id, 0, 0, site(_getframe(1)))


@queues.hook
def joined(tally, wait):
    """All items are done; `wait` is None where they were from the start."""
    if wait is not None:
        end_wait(wait, GOT)
    else:
        learning.learned(OP_QUEUE_JOIN, 0, tally.id)


@queues.hook
def broken(wait):
    """An exception ends the wait of join."""
    end_wait(wait, EXCEPTION)
