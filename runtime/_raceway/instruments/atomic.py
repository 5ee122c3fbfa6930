"""The pieces of a traced lock that run in C, and the type that hides them. locks.py explains how they work together."""

from _functools import partial
from _io import _IOBase
from _operator import attrgetter, getitem
from itertools import repeat
from sys import _getframe
from time import perf_counter_ns

from _raceway import recorder
from _raceway.attached import attached
from _raceway.kinds import OVER_RELEASE
from _raceway.recorder import emit

CLOCK = iter(perf_counter_ns, -1)  # `for t in CLOCK`: a time stamp without a look for signals
STAMP = partial(next, CLOCK)  # the same as a function that ignores what `map` hands it: next(clock, ignored)
FALSES = repeat(False)
GET_Q, GET_O = attrgetter("q"), attrgetter("o")

# Where an end goes that nobody wants: word 1 of memory that nobody reads.
NOWHERE = recorder.nowhere
PAIR_NOWHERE = (1, NOWHERE)


class Exit(_IOBase):
    """A C callable `exit(*anything)` that calls `self.close()`; the finalizer of IOBase would call it too, so it is disarmed."""

    __slots__ = ("close",)
    __del__ = bool


@attached
class End:
    """Where the end of the open hold is to be stored: word `o` of `q`."""

    __slots__ = ("native", "o", "object_id", "q")

    def __init__(self, native, object_id):
        self.native = native
        self.object_id = object_id
        self.q = NOWHERE
        self.o = 1

    def refuse(self):
        """Release of a lock that is not held (by this thread, for an rlock): recorded, then refused by the native lock."""
        emit(OVER_RELEASE, self.object_id, 0, 0, recorder.site(_getframe(1)))
        try:
            self.native.release()
        except BaseException as error:
            error.__traceback__ = error.__traceback__.tb_next
            raise
        return NOWHERE

    def detach_from_recording(self, nowhere):
        """After a fork, in the child: the chunk is the parent's."""
        self.q, self.o = nowhere, 1


def checked(is_held, refuse, held):
    """An iterator that gives `next(held)` while `is_held()`, else calls `refuse`; all in C."""
    return map(next, map(getitem, repeat((refuse, held)), iter(is_held, 2)))


@attached
class Stack(list):
    """Open holds of an rlock: o, q, o, q, …"""

    __slots__ = ()

    def pop_or_nowhere(self):
        """`pop` for 3.8 and 3.9, where an exception can come between an acquire and its push: a release must not fail for it."""
        if self:
            return self.pop()
        self.append(1)
        return NOWHERE

    def detach_from_recording(self, nowhere):
        """After a fork, in the child: the chunks are the parent's."""
        self[:] = (1, nowhere) * (len(self) // 2)


class LockType(type):
    """What `type(lock)` must answer although release and __exit__ live in slots of the instance."""

    _native_type: type

    def __instancecheck__(cls, instance):
        return type.__instancecheck__(cls, instance) or type.__instancecheck__(cls._native_type, instance)

    # Equal to the native type, so that tables by type (copyreg, copy, singledispatch, those of serialisers) treat both alike.
    def __eq__(cls, other):
        return other is cls or other is cls._native_type or NotImplemented

    def __hash__(cls):
        return hash(cls._native_type)

    def __exit__(cls):
        return _exit_through_type

    __exit__ = property(__exit__)

    def release(cls):
        return _release_through_type

    release = property(release)


def _exit_through_type(self, *exc_info):
    return type(self).__mro__[1].__dict__["__exit__"].__get__(self)(*exc_info)  # the slot of TracedLock


def _release_through_type(self):
    return self.release()


def name_like_native(traced_class):
    """Give the class the names and the documentation of the native one."""
    native = traced_class._native_type
    for name in ("__module__", "__name__", "__qualname__", "__doc__"):
        setattr(traced_class, name, getattr(native, name))
