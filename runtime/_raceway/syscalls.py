"""What a thread does in the kernel, from /proc/self/task/TID/syscall: `number arguments… stack-pointer place`, or `running`.

The numbers are those of Linux, arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h.
"""

from os import O_CLOEXEC, O_RDONLY, uname
from os import close as _close
from os import fstat as _fstat
from os import get_inheritable as _look_at
from os import open as _open
from os import read as _read
from sys import maxsize

from _raceway.kinds import (
    IO_ACCEPT,
    IO_CHILD,
    IO_CONNECT,
    IO_INPUT,
    IO_READ,
    IO_RECEIVE,
    IO_SELECT,
    IO_SEND,
    IO_UNKNOWN,
    IO_WRITE,
    SOMETHING_ELSE,
)

# For each kind: numbers on x86_64, then on aarch64 (and riscv64, loongarch64: the generic table).
_TABLE = (
    # read, readv, pread64, preadv, preadv2
    (IO_READ, (0, 19, 17, 295, 327), (63, 65, 67, 69, 286)),
    # write, writev, pwrite64, pwritev, pwritev2, fsync, fdatasync, msync, sync_file_range
    (IO_WRITE, (1, 20, 18, 296, 328, 74, 75, 26, 277), (64, 66, 68, 70, 287, 82, 83, 227, 84)),
    (IO_CONNECT, (42,), (203,)),
    # accept, accept4
    (IO_ACCEPT, (43, 288), (202, 242)),
    # recvfrom, recvmsg, recvmmsg
    (IO_RECEIVE, (45, 47, 299), (207, 212, 243)),
    # sendto, sendmsg, sendmmsg, sendfile
    (IO_SEND, (44, 46, 307, 40), (206, 211, 269, 71)),
    # poll, ppoll, select, pselect6, epoll_wait, epoll_pwait, epoll_pwait2
    (IO_SELECT, (7, 271, 23, 270, 232, 281, 441), (73, 72, 22, 441)),
    # wait4, waitid
    (IO_CHILD, (61, 247), (260, 95)),
    # flock, fcntl, splice, copy_file_range, openat, open, io_uring_enter, io_getevents
    (IO_UNKNOWN, (73, 72, 275, 326, 257, 2, 426, 208), (32, 25, 76, 285, 56, 426, 4)),
    # futex, nanosleep, clock_nanosleep, pause, rt_sigsuspend, rt_sigtimedwait, semop, semtimedop, msgrcv, mq_timedreceive
    (SOMETHING_ELSE, (202, 35, 230, 34, 130, 128, 65, 220, 70, 243), (98, 101, 115, 133, 137, 193, 192, 188, 183)),
)
_GENERIC = ("aarch64", "riscv64", "loongarch64")
_IS_A_SOCKET, _TYPE_OF_FILE = 0o140000, 0o170000


def kinds_of_this_machine():
    """System call number → io kind; empty where the numbers are not known."""
    machine = uname().machine
    if maxsize < 1 << 32 or machine != "x86_64" and machine not in _GENERIC:
        return {}
    column = 1 if machine == "x86_64" else 2
    return {number: row[0] for row in _TABLE for number in row[column]}


def kind_of_wait(native, kinds):
    """The io kind of what the thread waits for in the kernel, 0 where it does not. Raises OSError when that cannot be read.

    A program that has closed a standard descriptor is about to open its successor, and counts on the lowest free number: until
    then nothing is opened here, and what a thread waits for is something else.
    """
    if not _has_standard_descriptors():
        return SOMETHING_ELSE
    fd = _open("/proc/self/task/%d/syscall" % native, O_RDONLY | O_CLOEXEC)
    try:
        words = _read(fd, 256).split(None, 2)
    finally:
        _close(fd)
    # "running", or "-1 sp pc": not in a system call.
    kind = kinds.get(int(words[0]), 0) if len(words) == 3 else 0
    return _of_descriptor(kind, int(words[1], 16)) if kind in (IO_READ, IO_WRITE) else kind


def _has_standard_descriptors():
    try:
        # Of the looks at a descriptor this one keeps the GIL.
        _look_at(0), _look_at(1), _look_at(2)
    except OSError:
        return False
    return True


def _of_descriptor(kind, number):
    """TLS libraries read and write sockets like files; and what is read from standard input is typed, or comes from a pipe."""
    try:
        is_socket = _fstat(number).st_mode & _TYPE_OF_FILE == _IS_A_SOCKET
    except (OSError, OverflowError):  # closed meanwhile
        return kind
    if is_socket:
        return IO_RECEIVE if kind == IO_READ else IO_SEND
    return IO_INPUT if number == 0 and kind == IO_READ else kind
