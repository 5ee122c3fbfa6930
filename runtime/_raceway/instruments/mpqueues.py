"""multiprocessing.Queue, JoinableQueue and SimpleQueue: who puts, what the feeder sends, who gets, depth and waits.

    putter          semaphore of free places ─► PUT (under the queue's own mutex) ─► buffer
    feeder thread   buffer ─► write lock ─► SENT, bytes into the pipe
    getter          read lock ─► bytes out of the pipe, GET ─► read lock free, a place is free

Whoever waits for one of these semaphores waits for room or for an item: they get a *gate* (mpgates.py). A getter that has the
read lock may have to wait for the bytes too, which is the same wait.
"""

from _multiprocessing import SemLock
from sys import _getframe, exc_info

from _raceway import recorder
from _raceway.instruments import queues
from _raceway.instruments.mpgates import put_gate
from _raceway.instruments.mppipes import HOLDS_BYTES, is_ready
from _raceway.instruments.mpsemaphores import values_of
from _raceway.instruments.mpshared import (
    OF_JOINABLE,
    OF_QUEUE,
    OF_SIMPLE,
    SharedTally,
    creator,
    key_of,
    mark_on,
    number,
    receives,
    semlocks,
)
from _raceway.kinds import (
    EXCEPTION,
    FAILED,
    GET,
    GOT,
    JOINABLE_QUEUE,
    MISSED,
    OP_GET,
    OP_PUT,
    OP_QUEUE_JOIN,
    PUT,
    QUEUE,
    SENT,
    SIMPLE_QUEUE,
    TASK_DONE,
    TIMED_OUT,
)
from _raceway.patching import Instrument, after, before, last, on_exception
from _raceway.recorder import begin_wait, emit, end_wait, foreign_object, now, site
from _raceway.tally import ACQUISITIONS, PUTS, TASKS_DONE, TRIES_MISSED

MARKED = "if self._raceway is not None: "
NON_BLOCKING, TIMED = 1, 2
WITHOUT_LIMIT = SemLock.SEM_VALUE_MAX
UNKNOWN = 0

mpqueues = Instrument("multiprocessing.Queue")


class QueueTally(SharedTally):
    """`taken`: items that this process's feeder has taken out of the buffer."""

    __slots__ = ("taken",)

    def __init__(self, object_id, key, role):
        SharedTally.__init__(self, object_id, key, role)
        self.taken = 0

    def detach_from_recording(self, nowhere):
        """After a fork, in the child: its buffer is empty."""
        SharedTally.detach_from_recording(self, nowhere)
        self.taken = 0


def install(module):
    """Weave the first hooks into multiprocessing.queues; the others follow when the program makes a queue."""
    queue, joinable, simple = module.Queue, module.JoinableQueue, module.SimpleQueue
    queue._raceway = mark_on("_sem")
    simple._raceway = mark_on("_rlock")
    putting = (
        before("self._buffer.append(obj)", MARKED + "HOOKS.puts(self)"),
        on_exception(MARKED + "HOOKS.not_put(self._raceway, block, timeout)"),
    )
    feeding = "if queue_sem._raceway is not None: "
    mpqueues.rest = (
        (queue.put, *putting),
        (joinable.put, *putting),
        (
            queue._feed,
            before("if obj is sentinel:", feeding + "HOOKS.taken(queue_sem._raceway)"),
            before("send_bytes(obj)", feeding + "WAIT = HOOKS.sends()"),
            after("send_bytes(obj)", "if WAIT is not None: WAIT = HOOKS.sent(queue_sem._raceway, WAIT)"),
        ),
        (
            queue.get,
            before("if not self._poll(timeout):", MARKED + "WAIT = HOOKS.expects(self, WAIT, timeout)"),
            before("res = self._recv_bytes()", MARKED + "WAIT = HOOKS.expects(self, WAIT, None)"),
            after("res = self._recv_bytes()", MARKED + "WAIT = HOOKS.got(self, WAIT)"),
            on_exception(MARKED + "HOOKS.not_got(self._raceway, WAIT, block, timeout)"),
        ),
        (queue.__setstate__, last("HOOKS.came(self)")),
        (
            joinable.task_done,
            before("raise ValueError('task_done", MARKED + "HOOKS.refused(self._raceway)"),
            before("if self._unfinished_tasks._semlock", MARKED + "HOOKS.task_done(self)"),
        ),
        (
            joinable.join,
            before("self._cond.wait()", MARKED + "WAIT = HOOKS.begins(%d, self._raceway, None)" % OP_QUEUE_JOIN),
            last(MARKED + "HOOKS.joined(self._raceway, WAIT)"),
            on_exception("if WAIT is not None: HOOKS.broken(WAIT)"),
        ),
        (
            simple.put,
            before("self._writer.send_bytes(obj)", MARKED + "WAIT = HOOKS.simple_puts(self, obj)"),
            after("self._writer.send_bytes(obj)", "if WAIT is not None: WAIT = HOOKS.simple_put(self._raceway, WAIT)"),
            on_exception("if WAIT is not None: HOOKS.not_put_after_all(WAIT)"),
        ),
        (
            simple.get,
            before("res = self._reader.recv_bytes()", MARKED + "WAIT = HOOKS.expects(self, WAIT, None)"),
            after("res = self._reader.recv_bytes()", MARKED + "WAIT = HOOKS.simple_got(self, WAIT)"),
            on_exception("if WAIT is not None: HOOKS.not_simply_got(WAIT)"),
        ),
        (simple.__setstate__, last("HOOKS.simple_came(self)")),
    )
    mpqueues.weave_all(
        (queue.__init__, last("HOOKS.created(self)")),
        (joinable.__init__, last("HOOKS.created(self)")),
        (simple.__init__, last("HOOKS.simple_created(self)")),
    )


def _put_gates(queue):
    """Let the semaphores of a queue that has its mark tell of waits."""
    tally = queue._raceway
    put_gate(queue._sem, tally, OP_PUT, False)
    put_gate(queue._rlock, tally, OP_GET, True)


def _put_simple_gates(queue):
    tally = queue._raceway
    put_gate(queue._rlock, tally, OP_GET, True)
    if queue._wlock is not None:
        put_gate(queue._wlock, tally, OP_PUT, True)


# Creation, and arrival in another process


@mpqueues.hook
def created(queue):
    """A constructor is about to return: Queue's, which JoinableQueue's calls first."""
    frame = _getframe(1)
    module = frame.f_globals
    is_joinable = isinstance(queue, module["JoinableQueue"])
    if queue._raceway is not None or is_joinable and not hasattr(queue, "_unfinished_tasks"):
        return
    program = creator(queue, frame)
    if program is None:
        return
    limit = UNKNOWN if queue._maxsize == WITHOUT_LIMIT else queue._maxsize
    object_id = number(JOINABLE_QUEUE if is_joinable else QUEUE, program, limit)
    if object_id:
        role = OF_JOINABLE if is_joinable else OF_QUEUE
        queue._sem._raceway = QueueTally(object_id, key_of(object_id), role)
        _put_gates(queue)
        mpqueues.weave_rest()
        semlocks.weave_rest()


@mpqueues.hook
def simple_created(queue):
    """The constructor is about to return."""
    program = creator(queue, _getframe(1))
    object_id = 0 if program is None else number(SIMPLE_QUEUE, program)
    if object_id:
        queue._rlock._raceway = SharedTally(object_id, key_of(object_id), OF_SIMPLE)
        _put_simple_gates(queue)
        mpqueues.weave_rest()
        semlocks.weave_rest()


@receives(OF_QUEUE, OF_JOINABLE, OF_SIMPLE)
def _semaphore_came(semaphore, key, role):
    # The queue that it belongs to follows.
    object_id = foreign_object(key)
    if object_id:
        make = SharedTally if role == OF_SIMPLE else QueueTally
        semaphore._raceway = make(object_id, key, role)
        mpqueues.weave_rest()


@mpqueues.hook
def came(queue):
    """The queue was unpickled."""
    if queue._raceway is not None:
        _put_gates(queue)


@mpqueues.hook
def simple_came(queue):
    """The queue was unpickled."""
    if queue._raceway is not None:
        _put_simple_gates(queue)


# Putting


def depth(queue):
    """Items that were put and not taken; 0 where the platform does not tell (macOS)."""
    try:
        return queue._maxsize - queue._sem._semlock._get_value()
    except NotImplementedError:
        return UNKNOWN


@mpqueues.hook
def puts(queue):
    """The item goes into the buffer next; the place for it is taken."""
    queue._raceway.event(PUT, PUTS, _getframe(1), depth(queue))


@mpqueues.hook
def not_put(tally, block, timeout):
    """put is left by an exception. Of a Full after a wait the gate has told."""
    frame = _getframe(1)
    if isinstance(exc_info()[1], frame.f_globals["Full"]) and not _has_waited(block, timeout):
        tally.event(MISSED, TRIES_MISSED, frame, OP_PUT, TIMED if block else NON_BLOCKING)


def _has_waited(block, timeout):
    return block and (timeout is None or float(timeout) > 0)


@mpqueues.hook
def taken(tally):
    """The feeder took the next item (at last: the sign to stop) out of the buffer."""
    tally.taken += 1


@mpqueues.hook
def sends():
    """The feeder writes the item next; it has the write lock."""
    return now()


@mpqueues.hook
def sent(tally, time):
    """It has written it."""
    emit(SENT, tally.id, 0, tally.taken, 0, time)
    return None


# Getting


@mpqueues.hook
def expects(queue, wait, timeout):
    """The getter has the read lock: does it have to wait for the bytes too? `wait` is what it was told here before."""
    wait = queue._rlock._semlock.take_wait() or wait
    if wait is not None or not recorder.active or timeout is not None and timeout <= 0 or is_ready(queue._reader):
        return wait
    # The time that is left says nothing: who has one is asked twice.
    limited = 0 if timeout is None else 1
    return begin_wait(OP_GET, queue._raceway.id, site(_getframe(1)), 0, 0, limited)


@mpqueues.hook
def got(queue, wait):
    """The item was read; the read lock is still held, and the item's place not free yet."""
    if wait is not None:
        end_wait(wait, GOT)
    left = depth(queue)
    queue._raceway.event(GET, ACQUISITIONS, _getframe(1), max(0, left - 1))
    return None


@mpqueues.hook
def not_got(tally, wait, block, timeout):
    """get is left by an exception: Empty, or something from outside."""
    error = exc_info()[1]
    frame = _getframe(1)
    gave_up = isinstance(error, frame.f_globals["Empty"])
    if wait is not None:
        end_wait(wait, TIMED_OUT if gave_up else FAILED if isinstance(error, EOFError) else EXCEPTION)
    elif gave_up and not _has_waited(block, timeout):
        tally.event(MISSED, TRIES_MISSED, frame, OP_GET, TIMED if block else NON_BLOCKING)


# JoinableQueue


@mpqueues.hook
def task_done(queue):
    """An item is done."""
    unfinished = next(values_of(queue._unfinished_tasks._semlock))
    queue._raceway.event(TASK_DONE, TASKS_DONE, _getframe(1), unfinished, 0)


for _hook in (queues.refused, queues.begins, queues.joined, queues.broken):
    mpqueues.hook(_hook)


# SimpleQueue


@mpqueues.hook
def simple_puts(queue, data):
    """The putter has the write lock. Returns when, and the wait if the data cannot be written at once."""
    wait = None if queue._wlock is None else queue._wlock._semlock.take_wait()
    time = now()
    if wait is None and recorder.active and (len(data) > HOLDS_BYTES or not is_ready(queue._writer, True)):
        wait = begin_wait(OP_PUT, queue._raceway.id, site(_getframe(1)))
    return time, wait


@mpqueues.hook
def simple_put(tally, begun):
    """The data are written, or at least the reader has them: they bear the time before."""
    time, wait = begun
    if wait is not None:
        end_wait(wait, GOT)
    tally.event(PUT, PUTS, _getframe(1), UNKNOWN, None, time)
    return None


@mpqueues.hook
def not_put_after_all(begun):
    """An exception ends put."""
    if begun[1] is not None:
        end_wait(begun[1], EXCEPTION)


@mpqueues.hook
def simple_got(queue, wait):
    """The item was read; the read lock is still held."""
    if wait is not None:
        end_wait(wait, GOT)
    queue._raceway.event(GET, ACQUISITIONS, _getframe(1), UNKNOWN)
    return None


@mpqueues.hook
def not_simply_got(wait):
    """An exception ends the wait of get."""
    end_wait(wait, FAILED if isinstance(exc_info()[1], EOFError) else EXCEPTION)
