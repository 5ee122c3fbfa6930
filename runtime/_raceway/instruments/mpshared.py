"""Objects of several processes: what tells that two of them are one, and their marks.

A forked child has its parent's objects with their numbers. To a spawned child an object comes as a pickle, and nothing of ours
may be in that: whoever reads it may be untraced. What is in it anyway names the object well enough: the name of a semaphore, the
inode of a pipe. So when an object is pickled its *token* becomes a file in the recording folder, and who unpickles one looks
for it:

    creator   __getstate__        RECORDING/shared/mp-k3j_x0ab:  "process-17-0:4 5"      (key, what it is)
    child     __setstate__  ───►  reads it, gives the object a number of its own and writes `shared` with the same key
"""

import os
from _operator import attrgetter

from _raceway import recorder, system
from _raceway.attached import attached
from _raceway.kinds import OF_MULTIPROCESSING
from _raceway.patching import Instrument
from _raceway.tally import EVENTS_IN_FULL, Tally, creating_frame, whole

FOLDER = "shared"
LONGEST_TEXT = 200
PASSED_ON = ("multiprocessing.context", "multiprocessing.sharedctypes")
"""Modules of the library whose functions make objects for their caller: `ctx.Lock()`, the lock of `Value('i')`."""

semlocks = Instrument("multiprocessing.synchronize")
"""What marks and carries semaphores; each kind of object built on them has an instrument of its own."""

# Roles: what a semaphore is, or which object it is the mark of. Other processes of the run read them.
IS_LOCK, IS_RLOCK, IS_SEMAPHORE, OF_CONDITION, OF_EVENT, OF_BARRIER, OF_QUEUE, OF_JOINABLE, OF_SIMPLE = range(1, 10)
receivers = {}
"""role → function(semaphore, key, role): gives a semaphore that came from another process its mark."""


@attached
class SharedTally(Tally):
    """The mark of an object that several processes share: it counts what happens in this one.

    `key`: what the object is known by in the run; `role`: which object of its kind this is, for those that unpickle it.
    """

    __slots__ = ("key", "role")

    def __init__(self, object_id, key, role):
        Tally.__init__(self, object_id)
        self.key = key
        self.role = role

    def detach_from_recording(self, nowhere):
        """After a fork, in the child: what happened so far happened in the parent."""
        self.words = None
        self.totals = [0] * 8
        self.left = EVENTS_IN_FULL


def key_of(object_id):
    """What other processes of the run know this process's object by: numbers of folders and objects are used once."""
    return "%s:%d" % (os.path.basename(recorder.folder), object_id)


def creator(thing, frame):
    """The frame of program code that creates `thing`, None where the library makes it for itself.

    `frame` is the one of the (library's) `__init__` that creates it.
    """
    if not recorder.active:
        return None
    frame = creating_frame(thing, frame)
    while frame is not None and frame.f_globals.get("__name__") in PASSED_ON:
        frame = frame.f_back
    return frame if frame is not None and recorder.is_program_frame(frame) else None


def number(kind, frame, parameter=0):
    """Record that the code of `frame` creates a resource of multiprocessing; returns its number, 0 for none."""
    parameter = max(0, whole(parameter))
    return recorder.new_object(kind | OF_MULTIPROCESSING, parameter, recorder.site(frame), key_of)


def tally(kind, thing, frame, parameter=0, role=0, make=SharedTally):
    """Number `thing` if program code creates it; returns its mark, else None. `frame`: of its `__init__`."""
    program = creator(thing, frame)
    object_id = 0 if program is None else number(kind, program, parameter)
    return make(object_id, key_of(object_id), role) if object_id else None


def publish(token, key, role):
    """The object that `token` tells of leaves for another process."""
    folder = os.path.join(os.path.dirname(recorder.folder), FOLDER)
    path = os.path.join(folder, token)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0)
    try:
        try:
            fd = system.open(path, flags, 0o600)
        except FileNotFoundError:
            try:
                system.mkdir(folder, 0o700)
            except FileExistsError:
                pass
            fd = system.open(path, flags, 0o600)
    except FileExistsError:
        return
    except OSError as error:
        text = "objects that are sent to other processes are not known there: %s" % error.strerror
        recorder.note("multiprocessing", text)
        return
    try:
        system.write(fd, ("%s %d" % (key, role)).encode("ascii"))
    finally:
        system.close(fd)


def arrived(token):
    """(key, role) of an object that came from another process, None for one that is not traced."""
    if not recorder.active:
        return None
    path = os.path.join(os.path.dirname(recorder.folder), FOLDER, token)
    try:
        fd = system.open(path, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))
    except OSError:
        return None
    try:
        text = system.read(fd, LONGEST_TEXT).decode("ascii")
    finally:
        system.close(fd)
    key, _, role = text.partition(" ")
    return (key, int(role)) if role else None


def token_of(semaphore_name):
    """The token of a semaphore, which has a name unless only forked children can share it."""
    return semaphore_name.replace("/", "").replace("\\", "")


def mark_on(path):
    """A class's `_raceway` that is the mark of a semaphore inside: pickles of the object carry nothing of ours."""
    inside = attrgetter(path + "._raceway")

    def mark(thing):
        try:
            return inside(thing)
        except AttributeError:  # a subclass may not have made what is inside, and will hear so from the library
            return None

    return property(mark)


def receives(*roles):
    """Decorator: the function gives semaphores of these roles their mark."""

    def register(function):
        for role in roles:
            receivers[role] = function
        return function

    return register


def mark_that_came(semaphore, key, role, make=SharedTally):
    """Give the semaphore the mark of an object that another process created."""
    object_id = recorder.foreign_object(key)
    if object_id:
        semaphore._raceway = make(object_id, key, role)
