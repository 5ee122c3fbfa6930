"""Items of pools: calls of the program's function, each recorded in the lane that ran it.

A worker gets a *unit*: one item that travels alone, or a chunk. The standard library maps the function over a chunk in C or in
a comprehension; what we put in place of the chunk is an iterator that records between two items. So no frame of ours stands
under the program's function, and the exception of an item has the traceback that it would have.

    [fn(*args) for args in chunk]        next ─► end of item 0, begin of item 1 ─► args ─► fn runs ─► next ─► …

The first ITEMS_IN_FULL of a lane are recorded one by one, later ones by one record for the rest of their unit: the iterator is
then the chunk's own.
"""

from itertools import chain

from _raceway import recorder
from _raceway.kinds import EXCEPTION, GOT, OP_IDLE, WORKER
from _raceway.patching import Instrument
from _raceway.recorder import begin_item, begin_wait, emit, end_item, end_wait

ITEMS_IN_FULL = 10_000
"""Items in chunks that a worker records one by one: 0.6 MB."""

DONE, RAISED = GOT, EXCEPTION

chunks = Instrument("chunks of pools")
"""Weaves nothing: it tells, once, of a fault of ours between two items, and the items go on."""


class Worker:
    """What a lane that works for a pool keeps while it does.

    wait    its wait for the next unit
    item    the record of the item, or of the rest of the unit, that runs
    rest    where the rest of a unit is one record: the iterator over it
    """

    __slots__ = ("code", "index", "item", "job", "left", "pool", "rest", "size", "started", "wait")

    def __init__(self, pool):
        self.pool = pool
        self.left = ITEMS_IN_FULL
        self.wait = self.item = self.rest = None
        emit(WORKER, pool, 0, 0, 0)

    def idles(self):
        """The worker asks for its next unit."""
        if recorder.active:
            self.wait = begin_wait(OP_IDLE, self.pool, 0)

    def goes_on(self):
        """It has one, or shall end."""
        wait = self.wait
        if wait is not None:
            self.wait = None
            end_wait(wait, GOT)

    def begins(self, job, index, code):
        """A unit that is one item begins."""
        self.rest = None
        self.item = begin_item(self.pool, job, index, 1, code)

    def begins_chunk(self, job, index, code, chunk):
        """A unit of several items begins: returns what the function shall be mapped over."""
        size = len(chunk)
        if size == 1:
            self.begins(job, index, code)
            return chunk
        self.job, self.index, self.code, self.size = job, index, code, size
        self.rest = None
        one_by_one = 0 if chunks.withdrawn else min(size, self.left)
        self.left -= one_by_one
        items = iter(chunk)
        if one_by_one == 0:
            self._begins_rest(0, items)
            return items
        return chain(self._each(items, one_by_one), items)

    def _each(self, items, count):
        job, index, code, pool = self.job, self.index, self.code, self.pool
        for offset, item in zip(range(count), items):
            try:
                if offset:
                    end_item(self.item, DONE)
                self.item = begin_item(pool, job, index, offset << 32 | 1, code)
            except BaseException as error:
                if not chunks.is_own_fault(error):
                    raise
            yield item
        try:
            self.ends()
            if count < self.size:
                self._begins_rest(count, items)
        except BaseException as error:
            if not chunks.is_own_fault(error):
                raise

    def _begins_rest(self, offset, items):
        if offset < self.size:
            self.rest = items
            self.started = offset
            self.item = begin_item(self.pool, self.job, self.index, offset << 32 | self.size - offset, self.code)

    def ends(self):
        """The unit is done."""
        item = self.item
        if item is not None:
            self.item = self.rest = None
            end_item(item, DONE)

    def raised(self):
        """An item raised: it is the last of its unit."""
        item = self.item
        if item is not None:
            rest, self.item, self.rest = self.rest, None, None
            position = None
            if rest is not None:
                position = self.started << 32 | self.size - self.started - rest.__length_hint__()
            end_item(item, RAISED, position)
