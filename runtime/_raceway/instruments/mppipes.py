"""multiprocessing.Pipe: messages, which end sent or received them, and waits for them.

Only what `Pipe()` returns to program code is marked; connections inside queues, pools and managers are not. An end that is
pickled is found again in another process by the inode of its file; both ends of a one-way pipe have one, but only one end writes.
"""

from sys import _getframe, exc_info

from _raceway import recorder, system
from _raceway.instruments.mpshared import PASSED_ON, SharedTally, arrived, key_of, number, publish
from _raceway.kinds import EXCEPTION, FAILED, GET, GOT, OP_GET, OP_PUT, PIPE, PUT, TIMED_OUT
from _raceway.patching import Instrument, after, at_return, before, last, on_exception
from _raceway.recorder import begin_wait, end_wait, foreign_object, now, site
from _raceway.tally import ACQUISITIONS, PUTS

try:
    from select import POLLIN, POLLOUT, poll
except ImportError:  # Windows
    poll = None

MARKED = "if self._raceway is not None: "
HOLDS_BYTES = 65_536
"""What a pipe takes before somebody reads (Linux). More than that at once waits for the reader, less may or may not."""

pipes = Instrument("multiprocessing.Pipe")


class End:
    """The mark of a connection: the pipe, and which end of it this is."""

    __slots__ = ("end", "tally")

    def __init__(self, tally, end):
        self.tally = tally
        self.end = end

    def __reduce__(self):
        """A program that copies or pickles the __dict__ of an object must not meet us: the copy of this is None."""
        return type(None), ()

    id = property(lambda self: self.tally.id)


def install(connection):
    """Weave the first hooks into multiprocessing.connection; the others follow when the program makes a pipe."""
    base = connection._ConnectionBase
    base._raceway = None
    if connection._winapi is not None:  # there connections are of another class
        return
    native = connection.Connection
    pipes.rest = (
        (
            native._send_bytes,
            after("n = len(buf)", MARKED + "WAIT = HOOKS.sends(self, n)"),
            last("if WAIT is not None: HOOKS.sent(self._raceway, WAIT)"),
            on_exception("if WAIT is not None: HOOKS.broken(WAIT[1])"),
        ),
        (
            native._recv_bytes,
            before("buf = self._recv(4)", MARKED + "WAIT = HOOKS.expects(self)"),
            at_return("return self._recv(size)", MARKED + "WAIT = HOOKS.got(self._raceway, WAIT)"),
            before("return None", "WAIT = HOOKS.broken(WAIT)"),
            on_exception("HOOKS.broken(WAIT)"),
        ),
        (
            base.poll,
            before("return self._poll(", MARKED + "WAIT = HOOKS.asks(self, timeout)"),
            at_return("return self._poll(", "if WAIT is not None: WAIT = HOOKS.answered(WAIT, RESULT)"),
            on_exception("HOOKS.broken(WAIT)"),
        ),
        (connection.reduce_connection, before("df = ", "if conn._raceway is not None: HOOKS.leaves(conn)")),
    )
    pipes.weave_all(
        (connection.Pipe, before("return c1, c2", "HOOKS.created(c1, c2)")),
        (connection.rebuild_connection, at_return("return ", "HOOKS.came(RESULT)")),
    )


def is_ready(connection, to_write=False):
    """Would a read (write) of the connection begin at once?"""
    if poll is None:
        return to_write or connection._poll(0)
    if connection._handle is None:
        return True  # closed: the native code says so
    poller = poll()
    poller.register(connection._handle, POLLOUT if to_write else POLLIN)
    return bool(poller.poll(0))


def mark(connection, object_id, key, end):
    """Let the connection be that end of the pipe."""
    connection._raceway = End(SharedTally(object_id, key, end), end)


@pipes.hook
def created(first, second):
    """Pipe() returns these next."""
    frame = _getframe(1).f_back
    while frame is not None and frame.f_globals.get("__name__") in PASSED_ON:
        frame = frame.f_back
    if not recorder.active or frame is None or not recorder.is_program_frame(frame):
        return
    object_id = number(PIPE, frame)
    if object_id:
        tally = SharedTally(object_id, key_of(object_id), 0)
        first._raceway, second._raceway = End(tally, 0), End(tally, 1)
        pipes.weave_rest()


def token_of(connection):
    """The token of a connection: its file's inode, and whether it writes only."""
    status = system.fstat(connection._handle)
    return "pipe-%x-%x-%d" % (status.st_dev, status.st_ino, connection._writable and not connection._readable)


@pipes.hook
def leaves(connection):
    """The connection is pickled."""
    own = connection._raceway
    if recorder.active and connection._handle is not None:
        publish(token_of(connection), own.tally.key, own.end)


@pipes.hook
def came(connection):
    """The connection was unpickled."""
    found = arrived(token_of(connection))
    if found is not None:
        object_id = foreign_object(found[0])
        if object_id:
            mark(connection, object_id, *found)
            pipes.weave_rest()


@pipes.hook
def sends(connection, size):
    """A message of `size` bytes is written next. Returns when, and the wait if it cannot be written at once."""
    if not recorder.active:
        return None
    time = now()
    wait = None
    if size > HOLDS_BYTES or not is_ready(connection, True):
        wait = begin_wait(OP_PUT, connection._raceway.id, site(_getframe(1)))
    return time, wait


@pipes.hook
def sent(own, begun):
    """The message is in the pipe, of which the reader may know already: it bears the time before the first byte."""
    time, wait = begun
    if wait is not None:
        end_wait(wait, GOT)
    own.tally.event(PUT, PUTS, _getframe(1), own.end, None, time)
    return None


@pipes.hook
def expects(connection):
    """A message is read next. Returns the wait for it, None where one is there."""
    if not recorder.active or is_ready(connection):
        return None
    return begin_wait(OP_GET, connection._raceway.id, site(_getframe(1)))


@pipes.hook
def got(own, wait):
    """The message was read."""
    if wait is not None:
        end_wait(wait, GOT)
    own.tally.event(GET, ACQUISITIONS, _getframe(1), own.end)
    return None


def _is_time(timeout):
    return timeout is None or isinstance(timeout, (int, float)) and timeout > 0


@pipes.hook
def asks(connection, timeout):
    """The program asks for a message and may wait for one."""
    if not recorder.active or not _is_time(timeout) or is_ready(connection):
        return None
    return begin_wait(OP_GET, connection._raceway.id, site(_getframe(1)), 0, 0, 0 if timeout is None else 1)


@pipes.hook
def answered(wait, there_is_one):
    """The program learns whether there is a message."""
    end_wait(wait, GOT if there_is_one else TIMED_OUT)
    return None


@pipes.hook
def broken(wait):
    """Nothing came of the wait: the other end is closed, or there was an exception from outside, or the message is too long."""
    if wait is not None:
        end_wait(wait, FAILED if isinstance(exc_info()[1], EOFError) else EXCEPTION)
    return None
