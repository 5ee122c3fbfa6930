"""A signal that this process sends itself, at a moment when it cannot be lost on its way to the program's handler.

The interpreter's own handler, in C, only sets a flag; the main thread calls the program's when it next looks at that. Between its
last look and the system call that it then waits in lie a few instructions without the interpreter's lock:

    main thread   looks ─ lets go of the GIL ─┬─ waits in the kernel, for good
    our thread                 takes the GIL ─┘ here the flag is set, and nobody looks

A signal from outside hardly ever meets them. Ours would: our thread waits for the main thread to let go of the GIL, and on
a busy machine it then runs on the processor of the main thread, before that has come to its system call.

So the signal waits until the main thread has slept in the kernel, without using the processor, since the last look: who waits for
the GIL wakes up every 5 ms. One that runs at each look does not wait for long, and looks at the flag soon.
"""

import _signal
from _functools import partial
from os import O_RDONLY, getpid

from _raceway import signals, system
from _raceway.sampler import clock_of

try:
    from os import O_CLOEXEC
except ImportError:  # Windows
    O_CLOEXEC = 0

try:
    from time import clock_gettime_ns
except ImportError:  # Windows
    clock_gettime_ns = None

RUNNING_LOOKS = 3
# It may be ready to run for long on a machine with much other work; then it is about to do what it does next.
MOST_LOOKS = 20


class Delivery:
    """`send()`, to be called once, when `is_good_moment()`, to be asked now and then.

    `used()` is the main thread's CPU time in ns, None where that cannot be told; `sleeps()`: does it sleep in the kernel?
    """

    def __init__(self, send, used, sleeps):
        self.send, self.used, self.sleeps = send, used, sleeps
        self.before = -1
        self.looks = self.runs = 0

    def is_good_moment(self):
        used, before = self.used(), self.before
        if used is None:
            return True
        self.before = used
        self.looks += 1
        if used != before:
            self.runs += before >= 0
            return self.runs == RUNNING_LOOKS
        # To read its state our thread lets go of the GIL: only if it has still not moved that is its state now.
        return self.sleeps() and self.used() == used or self.looks == MOST_LOOKS


def to_this_process(name):
    """The signal's delivery; None where the system has none of that name."""
    send = signals.sender_to_this_process(name)
    if send is None:
        return None
    pid = getpid()  # on Linux the number of the main thread, too
    used = partial(_used, pid) if callable(_signal.getsignal(getattr(_signal, name))) else _untold
    return Delivery(send, used, partial(_sleeps, pid))


def _untold():
    """The system itself ends the process, or ignores the signal."""


def _used(native):
    try:
        return None if clock_gettime_ns is None else clock_gettime_ns(clock_of(native))
    except OSError:
        return None


def _sleeps(native):
    """Is the thread's state `S` (proc_pid_stat(5))? Where the system does not tell, it is taken for granted."""
    try:
        fd = system.open("/proc/self/task/%d/stat" % native, O_RDONLY | O_CLOEXEC)
        try:
            return system.read(fd, 256).rpartition(b") ")[2][:1] == b"S"
        finally:
            system.close(fd)
    except OSError:
        return True
