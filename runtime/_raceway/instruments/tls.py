"""ssl.SSLSocket: handshakes, connections, reading and writing."""

from sys import _getframe

from _raceway.iowaits import begins, lasted, starts
from _raceway.kinds import EXCEPTION, GOT, IO_CONNECT, IO_RECEIVE, IO_SEND, IO_TLS
from _raceway.patching import Instrument, after, before, finally_, first, on_exception
from _raceway.recorder import end_wait

tls = Instrument("ssl.SSLSocket")
_timeout_of = bool

BROKEN = on_exception("if WAIT is not None: WAIT = HOOKS.broken(WAIT)")


def install(ssl):
    """Weave the first hook into ssl.SSLSocket; the others follow when the program makes one."""
    global _timeout_of
    _timeout_of = ssl.socket.gettimeout
    kind = ssl.SSLSocket
    connects = ("rc = super().connect_ex(addr)", "super().connect(addr)")
    tls.rest = (
        _waiting(kind.do_handshake, "self._sslobj.do_handshake()", IO_TLS),
        _waiting(kind.unwrap, "s = self._sslobj.shutdown()", IO_TLS),
        _waiting(kind._real_connect, connects, IO_CONNECT),
        _lasting(kind.read, "return self._sslobj.read(", IO_RECEIVE),
        _lasting(kind.write, "return self._sslobj.write(data)", IO_SEND),
        _lasting(kind.send, "return self._sslobj.write(data)", IO_SEND),
    )
    tls.weave_all((kind._create.__func__, first("HOOKS.weave_rest()")))


def _waiting(function, anchor, io_kind):
    return (
        function,
        before(anchor, "WAIT = HOOKS.may_wait(self, %d)" % io_kind),
        after(anchor, "if WAIT is not None: WAIT = HOOKS.got(WAIT)"),
        BROKEN,
    )


def _lasting(function, anchor, io_kind):
    return (
        function,
        before(anchor, "WAIT = HOOKS.starts()"),
        on_exception("if WAIT is not None: WAIT = HOOKS.over(WAIT, self, %d, %d)" % (io_kind, EXCEPTION)),
        finally_("if WAIT is not None: HOOKS.over(WAIT, self, %d, %d)" % (io_kind, GOT)),
    )


tls.hook(starts)


@tls.hook
def may_wait(sock, io_kind):
    """A socket that never blocks does not wait."""
    return None if _timeout_of(sock) == 0 else begins(io_kind, _getframe(1), sock.fileno())


@tls.hook
def got(wait):
    """The other side has answered."""
    end_wait(wait, GOT)


@tls.hook
def broken(wait):
    """An exception ends the wait."""
    end_wait(wait, EXCEPTION)


@tls.hook
def over(start, sock, io_kind, result):
    """Reading or writing is over."""
    lasted(start, io_kind, result, _getframe(1), sock.fileno)
