"""The same on Windows: a named pipe. Written from the documentation of Windows and libuv, not yet tried there."""

import sys

assert sys.platform == "win32"  # so that type checkers on other systems know that there is no such module

import _winapi  # noqa: E402

# <winbase.h>. Whoever serves the pipe may know who we are, and not act in our name.
SECURITY_SQOS_PRESENT, SECURITY_IDENTIFICATION = 0x00100000, 0x00010000
PIPE_NOWAIT = 1
ERROR_PIPE_BUSY = 231


class PipeEnd:
    """Our end of a connection to the pipe `path`; methods as those of control_socket.SocketEnd."""

    def __init__(self, path):
        self.path = path
        self.handle = None

    def connect(self):
        flags = SECURITY_SQOS_PRESENT | SECURITY_IDENTIFICATION
        try:
            self.handle = _winapi.CreateFile(
                self.path, _winapi.GENERIC_READ | _winapi.GENERIC_WRITE, 0, 0, _winapi.OPEN_EXISTING, flags, 0
            )
        except OSError as error:
            if error.winerror == ERROR_PIPE_BUSY:
                return False
            raise
        # Else a host that does not read would keep us in WriteFile.
        _winapi.SetNamedPipeHandleState(self.handle, PIPE_NOWAIT, None, None)
        return True

    def receive(self, most):
        waiting = _winapi.PeekNamedPipe(self.handle, 0)[0]  # raises OSError once the host has closed it
        return _winapi.ReadFile(self.handle, min(waiting, most))[0] if waiting else b""

    def send(self, text):
        return _winapi.WriteFile(self.handle, text)[0]

    def close(self):
        handle, self.handle = self.handle, None
        if handle is not None:
            _winapi.CloseHandle(handle)
