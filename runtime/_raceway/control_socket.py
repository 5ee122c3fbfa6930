"""A Unix domain socket, and a descriptor that the program does not meet.

*Its number* is far above those that the program gets, so that these are what they would be without us.

*It may be closed under us.* Daemons close all descriptors that there might be, and then open their own; one of these may get
our number. So before each use we look whether it still names the very socket that we made. What is not ours any more is let go
of, never read, written or closed. A few instructions lie between the look and the use; should another thread of the program
close all descriptors and open its own up to our high number just then, `send` and `recv` do nothing to what is no socket.
"""

from _socket import AF_UNIX, SOCK_STREAM, SOL_SOCKET, socket
from errno import EISCONN, EMFILE
from fcntl import F_DUPFD_CLOEXEC, fcntl
from os import close as _close
from os import fstat, geteuid, lstat, sysconf

try:
    from _socket import MSG_NOSIGNAL
except ImportError:  # macOS
    MSG_NOSIGNAL = 0
# <sys/socket.h> of macOS; _socket does not have it.
SO_NOSIGPIPE = 0x1022

# The system's table of descriptors is as long as the highest number, and select() counts to 1024.
HIGHEST_NUMBER = 1024
NUMBERS = 32
# Where the program may have no more than this we take none of them.
FEWEST_NUMBERS = 64

S_IFMT, S_IFSOCK = 0o170000, 0o140000


class SocketEnd:
    """Our end of a connection to the socket at `path`. Raises OSError where no descriptor can be had."""

    def __init__(self, path):
        self.path = path
        number = _open()
        try:
            self.socket = socket(AF_UNIX, SOCK_STREAM, 0, number)
        except BaseException:  # an audit hook that raised
            _close(number)
            raise
        self.socket.setblocking(False)
        if not MSG_NOSIGNAL:
            self.socket.setsockopt(SOL_SOCKET, SO_NOSIGPIPE, 1)
        self.identity = _identity(number)

    def connect(self):
        """True: connected. False: not yet, try again. Raises OSError: never."""
        try:
            status = lstat(self.path)
            if status.st_mode & S_IFMT != S_IFSOCK or status.st_uid != geteuid():
                raise PermissionError("not the host's socket")
            self._check()
            self.socket.connect(self.path)
        except BlockingIOError:
            return False
        except ValueError:  # with a null character in it
            raise OSError("no path") from None
        except OSError as error:
            if error.errno != EISCONN:
                raise
        return True

    def receive(self, most):
        """At most so many bytes, b"" when there are none yet. Raises OSError when there will be no more."""
        self._check()
        try:
            piece = self.socket.recv(most)
        except BlockingIOError:
            return b""
        if not piece:
            raise ConnectionError("the host closed it")
        return piece

    def send(self, text):
        """How many bytes of it the system took."""
        self._check()
        try:
            return self.socket.send(text, MSG_NOSIGNAL)
        except BlockingIOError:
            return 0

    def close(self):
        """Of a socket that a forked child shares with its parent, only the child's descriptor goes."""
        number = self.socket.detach()
        if number >= 0 and _identity(number) == self.identity:
            _close(number)

    def _check(self):
        if _identity(self.socket.fileno()) != self.identity:
            raise ConnectionError("the program closed it")


def _identity(number):
    """None where there is no such descriptor."""
    try:
        status = fstat(number)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _open():
    """A new socket under a high number, closed when the process replaces its program."""
    limit = sysconf("SC_OPEN_MAX")
    limit = HIGHEST_NUMBER if limit < 0 else min(limit, HIGHEST_NUMBER)
    if limit < FEWEST_NUMBERS:
        raise OSError(EMFILE, "few descriptors")
    low = socket(AF_UNIX, SOCK_STREAM).detach()
    try:
        return fcntl(low, F_DUPFD_CLOEXEC, limit - NUMBERS)
    finally:
        _close(low)
