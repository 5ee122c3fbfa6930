"""socket: accept, create_connection, the files that makefile returns, name lookups.

Only functions written in Python; recv, send and connect themselves are C, and the sampler's (docs/adr/0026).
"""

from sys import _getframe

from _raceway.iowaits import begins, lasted, starts
from _raceway.kinds import EXCEPTION, FAILED, GOT, IO_ACCEPT, IO_CONNECT, IO_NAME_LOOKUP, IO_RECEIVE, IO_SEND
from _raceway.patching import Instrument, after, before, finally_, first, on_exception
from _raceway.recorder import end_wait

sockets = Instrument("socket")
_timeout_of = bool

STARTS = "WAIT = HOOKS.starts()"
BROKEN = on_exception("if WAIT is not None: WAIT = HOOKS.broken(WAIT)")


def install(socket):
    """Weave the first hooks into `socket`; the others follow when the program makes its first socket."""
    global _timeout_of
    _timeout_of = socket._socket.socket.gettimeout
    accept, connect = "fd, addr = self._accept()", "sock.connect(sa)"
    sockets.rest = (
        (
            socket.socket.accept,
            before(accept, "WAIT = HOOKS.accept_begins(self)"),
            after(accept, "if WAIT is not None: WAIT = HOOKS.got(WAIT)"),
            BROKEN,
        ),
        (
            socket.SocketIO.readinto,
            before("return self._sock.recv_into(b)", STARTS),
            on_exception("if WAIT is not None: WAIT = HOOKS.received(WAIT, self, %d)" % EXCEPTION),
            finally_("if WAIT is not None: HOOKS.received(WAIT, self, %d)" % GOT),
        ),
        (
            socket.SocketIO.write,
            before("return self._sock.send(b)", STARTS),
            on_exception("if WAIT is not None: WAIT = HOOKS.sent(WAIT, self, %d)" % EXCEPTION),
            finally_("if WAIT is not None: HOOKS.sent(WAIT, self, %d)" % GOT),
        ),
        (
            socket.getaddrinfo,
            before("for res in _socket.getaddrinfo(", STARTS),
            on_exception("if WAIT is not None: WAIT = HOOKS.looked_up(WAIT, %d)" % FAILED),
            finally_("if WAIT is not None: HOOKS.looked_up(WAIT, %d)" % GOT),
        ),
    )
    sockets.weave_all(
        (socket.socket.__init__, first("HOOKS.weave_rest()")),
        (
            socket.create_connection,
            first("HOOKS.weave_rest()"),
            before(connect, "WAIT = HOOKS.connect_begins(sock)"),
            after(connect, "if WAIT is not None: WAIT = HOOKS.got(WAIT)"),
            before("if sock is not None:", "if WAIT is not None: WAIT = HOOKS.refused(WAIT)"),
            BROKEN,
        ),
    )


sockets.hook(starts)


@sockets.hook
def accept_begins(sock):
    """A socket that never blocks does not wait."""
    if _timeout_of(sock) == 0:
        return None
    return begins(IO_ACCEPT, _getframe(1), sock.fileno())


@sockets.hook
def connect_begins(sock):
    """The address has been looked up."""
    return begins(IO_CONNECT, _getframe(1), sock.fileno())


@sockets.hook
def got(wait):
    """There is a connection."""
    end_wait(wait, GOT)


@sockets.hook
def refused(wait):
    """This address did not answer, or not in time; there may be another one."""
    end_wait(wait, FAILED)


@sockets.hook
def broken(wait):
    """An exception ends the wait."""
    end_wait(wait, EXCEPTION)


@sockets.hook
def received(start, file, result):
    """SocketIO.readinto is over."""
    lasted(start, IO_RECEIVE, result, _getframe(1), file._sock.fileno)


@sockets.hook
def sent(start, file, result):
    """SocketIO.write is over."""
    lasted(start, IO_SEND, result, _getframe(1), file._sock.fileno)


@sockets.hook
def looked_up(start, result):
    """getaddrinfo is over."""
    lasted(start, IO_NAME_LOOKUP, result, _getframe(1), _no_descriptor)


def _no_descriptor():
    return -1
