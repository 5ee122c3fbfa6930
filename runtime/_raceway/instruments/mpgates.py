"""Gates before the semaphores of multiprocessing's queues: who waits there waits for room or for an item of the queue.

A gate tries first, and records a wait only when it has to.
"""

from _functools import partial
from _multiprocessing import SemLock
from sys import _getframe

from _raceway import recorder
from _raceway.instruments.atomic import FALSES
from _raceway.instruments.mplocks import like_native, truth
from _raceway.kinds import EXCEPTION, GOT, TIMED_OUT
from _raceway.recorder import begin_wait, end_wait, site


@like_native
class Gate:
    """Stands in the place of the `_semlock` of a queue's semaphore: waiting for it is `op` on the queue.

    `keeps`: the wait goes on when the semaphore is taken, as `wait`; its holder alone asks for that.
    """

    __slots__ = ("__exit__", "__weakref__", "keeps", "lost", "native", "op", "probe", "release", "tally", "wait")

    def __init__(self, native, tally, op, keeps):
        self.native = native
        self.tally = tally
        self.op = op
        self.keeps = keeps
        self.wait = self.lost = None
        self.probe = map(native.acquire, FALSES)
        self.release = native.release
        self.__exit__ = native.__exit__

    def acquire(self, block=True, timeout=None):
        try:
            for got in iter(partial(self._acquire, block, timeout), 2):
                return got
        except BaseException as error:
            error.__traceback__ = None  # what lies below is ours
            raise

    def __enter__(self):
        try:
            for got in iter(partial(self._acquire, True, None), 2):
                return got
        except BaseException as error:
            error.__traceback__ = None
            raise

    def _acquire(self, block, timeout):
        if type(block) is not bool:
            block = truth(self.native, block)
        for got in self.probe if timeout is None else map(self.native.acquire, (False,), (timeout,)):
            if got:
                # A wait that is still there is of a holder whom an exception kept from asking for it.
                self.lost = self.wait
                self.wait = None
                return True
            break
        limited = 0 if timeout is None else 1
        if not block or limited and float(timeout) <= 0:
            return False
        wait = begin_wait(self.op, self.tally.id, site(_getframe()), 0, 0, limited) if recorder.active else None
        kept = wait if self.keeps else None
        try:
            for got in map(self.native.acquire, (True,), (timeout,)):
                if got:
                    self.lost = self.wait
                    self.wait = kept
                    if kept is None and wait is not None:
                        end_wait(wait, GOT)
                    return True
        except BaseException as error:
            if wait is not None:
                end_wait(wait, EXCEPTION)
            error.__traceback__ = None
            raise
        if wait is not None:
            end_wait(wait, TIMED_OUT)
        return False

    def take_wait(self):
        """The wait that goes on now that the semaphore is taken, None where there was none."""
        wait, self.wait, lost, self.lost = self.wait, None, self.lost, None
        if lost is not None:
            end_wait(lost, EXCEPTION)
        return wait

    def __repr__(self):
        return repr(self.native)

    def __reduce_ex__(self, protocol):
        return self.native.__reduce_ex__(protocol)

    __class__ = property(lambda self: SemLock)


def put_gate(semaphore, tally, op, keeps):
    """Let a semaphore of multiprocessing tell of waits, which are `op` on the queue of this mark; see Gate."""
    semaphore._semlock = Gate(semaphore._semlock, tally, op, keeps)
    semaphore._make_methods()
