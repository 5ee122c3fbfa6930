"""asyncio.Queue, LifoQueue and PriorityQueue: puts, gets, depth, task_done, and who waits for what.

Which put an item came from is found as for `queue.Queue`.
"""

from sys import _getframe

from _raceway.instruments.asyncio_parts import MARKED, WOKE, Part, event, waits, wakes
from _raceway.instruments.asyncio_sites import site_in_step
from _raceway.instruments.asyncio_tasks import awaits
from _raceway.instruments.queues import NON_BLOCKING, QueueTally
from _raceway.kinds import (
    GET,
    LIFO_QUEUE,
    MISSED,
    OF_ASYNCIO,
    OP_GET,
    OP_PUT,
    OP_QUEUE_JOIN,
    OP_TASKS,
    OVER_RELEASE,
    PRIORITY_QUEUE,
    PUT,
    QUEUE,
    TASK_DONE,
    TOOK,
)
from _raceway.patching import Instrument, after, before, last
from _raceway.recorder import emit
from _raceway.tally import ACQUISITIONS, PUTS, TASKS_DONE, TRIES_MISSED, resource

queues = Instrument("asyncio.Queue")


class AsyncioQueueTally(QueueTally):
    """The same for a queue that tells its depth otherwise."""

    __slots__ = ()

    def depth(self, queue, change):
        return len(queue._queue) if self.measures else self.totals[PUTS] - self.totals[ACQUISITIONS] + change


def install(module):
    """Weave the first hook; the others follow when the program makes a queue."""
    queue = module.Queue
    queue._raceway = None
    queues.rest = (
        (queue.put, before("await putter", MARKED + "HOOKS.queue_waits(self._raceway, putter, %d)" % OP_PUT)),
        (queue.get, before("await getter", MARKED + "HOOKS.queue_waits(self._raceway, getter, %d)" % OP_GET)),
        (
            queue.put_nowait,
            before("raise QueueFull", MARKED + "HOOKS.missed(self._raceway, %d)" % OP_PUT),
            after("self._put(item)", MARKED + "WAIT = HOOKS.put(self, item)"),
            after("self._wakeup_next(self._getters)", WOKE),
        ),
        (
            queue.get_nowait,
            before("raise QueueEmpty", MARKED + "HOOKS.missed(self._raceway, %d)" % OP_GET),
            after("item = self._get()", MARKED + "WAIT = HOOKS.got(self, item)"),
            after("self._wakeup_next(self._putters)", WOKE),
        ),
        (
            queue.task_done,
            before("raise ValueError('task_done", MARKED + "HOOKS.refused(self._raceway)"),
            before("self._unfinished_tasks -= 1", MARKED + "HOOKS.task_done(self)"),
        ),
        (queue.join, before("await self._finished.wait()", MARKED + "HOOKS.joins(self._raceway)")),
    )
    queues.weave_all((queue.__init__, last("HOOKS.queue_made(self, maxsize)")))


@queues.hook
def queue_made(queue, maxsize):
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
    measures = type(queue).qsize is base.qsize and type(queue)._init in [
        module[name]._init for name in ("Queue", "LifoQueue", "PriorityQueue")
    ]
    made = resource(kind | OF_ASYNCIO, queue, frame, maxsize, lambda number: AsyncioQueueTally(number, takes, measures))
    if made is not None:
        queues.weave_rest()


def part(queue):
    """The library's own queue of tasks that are done: who gets from it waits for tasks."""
    queue._raceway = Part(OP_TASKS, 0)
    queues.weave_rest()


@queues.hook
def queue_waits(mark, future, op):
    """There is no room, or no item."""
    waits(mark, future, op)


@queues.hook
def put(queue, item):
    """The item is in the queue; a getter is woken next."""
    tally = queue._raceway
    if type(tally) is Part:
        return None
    place = site_in_step(_getframe(1))
    depth = tally.depth(queue, 1)
    event(tally, PUT, PUTS, place, depth)
    if tally.came is not None:
        tally.brings(item, depth)
    return wakes(place) if queue._getters else None


@queues.hook
def got(queue, item):
    """The item was taken out; a putter is woken next."""
    tally = queue._raceway
    if type(tally) is Part:
        return None
    place = site_in_step(_getframe(1))
    in_full = tally.left > 1
    event(tally, GET, ACQUISITIONS, place, tally.depth(queue, -1))
    if tally.takes is not None and in_full:
        emit(TOOK, tally.id, tally.totals[ACQUISITIONS], tally.took(item), place)
    return wakes(place) if queue._putters else None


@queues.hook
def woke(lane):
    """The one who waited is ready. Returns None."""
    lane.wakes = 0


@queues.hook
def missed(mark, op):
    """put_nowait or get_nowait raises QueueFull or QueueEmpty."""
    if type(mark) is not Part:
        event(mark, MISSED, TRIES_MISSED, site_in_step(_getframe(1)), op, NON_BLOCKING)


@queues.hook
def task_done(queue):
    """An item is done."""
    if type(queue._raceway) is not Part:
        event(queue._raceway, TASK_DONE, TASKS_DONE, site_in_step(_getframe(1)), queue._unfinished_tasks - 1, 0)


@queues.hook
def refused(mark):
    """task_done once too often: its ValueError follows."""
    if type(mark) is not Part:
        emit(OVER_RELEASE, mark.id, 0, 0, site_in_step(_getframe(1)))


@queues.hook
def joins(mark):
    """Items are unfinished: the task will wait for the event inside, which nothing else uses."""
    awaits(None, OP_QUEUE_JOIN, mark.id, _getframe(1))
