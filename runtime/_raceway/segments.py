"""Segment files: preallocated, memory-mapped, cut into chunks that threads claim without a lock.

The only module that makes or maps files of the recording (docs/trace-format.md, "Segments"), so that another platform is
one file's work.  A segment:

    header page | chunk 0 | chunk 1 | …        chunk = records · 32 bytes, all zero until written

Claiming is lock-free on purpose: a signal handler or a finalizer may run in the middle of any of our functions and may
itself need a chunk; a lock held by the interrupted code below it would never be released.
"""

import errno
from itertools import count
from mmap import mmap
from os import O_CREAT, O_EXCL, O_RDWR
from os import close as _close
from os import dup as _dup
from os import fstat as _fstat
from os import open as _open
from os import unlink as _unlink
from os.path import samestat as _samestat
from sys import version_info
from time import perf_counter_ns as now

try:
    from os import O_CLOEXEC
except ImportError:  # Windows
    O_CLOEXEC = 0
try:
    from os import posix_fallocate as _fallocate
except ImportError:  # macOS, Windows
    _fallocate = None
try:
    from os import statvfs as _statvfs
except ImportError:  # Windows
    _statvfs = None

HEADER_BYTES = 4096
RECORD_BYTES = 32
RECORD_WORDS = 4
MAGIC = int.from_bytes(b"RACEWAY1", "little")
FORMAT_VERSION = 1
TYPE_RECORDS, TYPE_CELLS = 1, 2

WORD_HEARTBEAT, WORD_FLAGS, WORD_LOST_WITHOUT_CHUNK, WORD_LOST_LINES, WORD_CLAIMS = 4, 5, 6, 7, 8
FLAG_FULL = 1

# (records a chunk, chunks a segment) by the ordinal of the chunk in its lane: a short-lived thread costs 2 KB, a busy one
# soon takes 128 KB at a time.  4096 + 126 · 64 · 32 = 256 KB exactly for the first segment.  The last segments that the
# budget or the disk has room for have fewer chunks.
SIZE_CLASSES = ((64, 126), (256, 127), (1024, 31), (4096, 31))
CELL_CLASS = 1

# After a refusal the next try waits this long: the disk may be cleaned up, descriptors may be closed.
RETRY_NS = 100_000_000

# The disk keeps at least this much: a tracer must not be what fills it.
KEEP_FREE_BYTES = 16 << 20


class Segment:
    """One mapped file.  `words` is the whole map as int64; `free` hands out chunk numbers (`next` on a count is atomic)."""

    __slots__ = ("count", "free", "map", "number", "records", "words")

    def __init__(self, path, number, records, chunks):
        size = HEADER_BYTES + chunks * records * RECORD_BYTES
        fd = _open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        try:
            _reserve(fd, size)
            self.map = mmap(fd, size, trackfd=False) if version_info >= (3, 13) else _map_without_descriptor(fd, size)
        except BaseException:  # no room, or a signal handler that raised
            _unlink(path)
            raise
        finally:
            _close(fd)
        self.words = words = memoryview(self.map).cast("q")
        self.number = number
        self.records = records
        self.count = chunks
        self.free = count()
        words[1] = FORMAT_VERSION
        words[2] = chunks
        words[3] = records
        words[0] = MAGIC  # last: a reader that sees it may trust the rest

    def first_word(self, chunk):
        """Index of the chunk's first word in `words`."""
        return (HEADER_BYTES + chunk * self.records * RECORD_BYTES) >> 3


def _map_without_descriptor(fd, size):
    """A map as `trackfd=False` makes it from 3.13 on: the program shall find the descriptors that it would find without us.

    Until then a map dups its descriptor, and closes that when it dies. We close it at once; the number may soon be the
    program's, so this map must never die.
    """
    number = _dup(fd)  # the lowest that is free, and so most likely the one that the map will take
    _close(number)
    map = mmap(fd, size)
    try:
        # Nobody else has this file open: it was new.
        is_its_own = _samestat(_fstat(number), _fstat(fd))
    except OSError:
        is_its_own = False
    if is_its_own:
        _keep_for_ever(map)
        _close(number)
    return map


def _keep_for_ever(thing):
    """Nothing frees it, not even the end of the interpreter: the garbage collector does not look into code objects (so until
    3.13), and so takes a list that is a constant of one for a list that somebody needs."""
    kept = [thing]
    kept.append(_keep_for_ever.__code__.replace(co_consts=(kept,)))


def _reserve(fd, size):
    """Give the file its blocks now: a store into a hole of a full disk would be a SIGBUS."""
    if _fallocate is not None:
        try:
            _fallocate(fd, 0, size)
            return
        except OSError as error:
            if error.errno not in (errno.EINVAL, errno.EOPNOTSUPP):
                raise
    from os import SEEK_SET, lseek, write

    lseek(fd, 0, SEEK_SET)
    zeros = bytes(1 << 16)
    while size > 0:
        size -= write(fd, zeros[:size] if size < len(zeros) else zeros)


class SegmentStore:
    """All segments of this process."""

    def __init__(self, folder, budget_bytes):
        self.folder = folder
        self.budget_bytes = budget_bytes
        self.used_bytes = 0
        self.maps = {}  # id → each map
        self.retry_ns = 0
        self.numbers = count()
        self.current = [None] * len(SIZE_CLASSES)
        self.first, _ = self._new_segment(0)
        self.first.free = count()  # nobody took the chunk that was claimed along

    def claim(self, size_class):
        """A free chunk as (segment, chunk number), or None when there is no room left.

        The chunk is of the wanted class, else of the next smaller one that has room, else of a larger one that has a chunk
        left: all of the budget gets used before the first record is lost.
        """
        # Two threads may arrive here at once: each makes its own segment, the last one becomes current. The other's rest
        # stays unused, which costs disk and nothing else.
        for wanted in range(size_class, -1, -1):
            claimed = self._free_chunk(wanted) or self._new_segment(wanted)
            if claimed is not None:
                return claimed
        for larger in range(size_class + 1, len(SIZE_CLASSES)):
            claimed = self._free_chunk(larger)
            if claimed is not None:
                return claimed
        self.first.words[WORD_FLAGS] |= FLAG_FULL
        return None

    def _free_chunk(self, size_class):
        segment = self.current[size_class]
        if segment is not None:
            chunk = next(segment.free)
            if chunk < segment.count:
                return segment, chunk
        return None

    def _new_segment(self, size_class):
        """Make a segment of this class and claim its first chunk; None where not one chunk has room."""
        if self.retry_ns and now() < self.retry_ns:
            return None
        records, chunks = SIZE_CLASSES[size_class]
        try:
            chunks = min(chunks, (self._room() - HEADER_BYTES) // (records * RECORD_BYTES))
            if chunks < 1:
                if size_class > 0:
                    return None
                raise OSError(errno.ENOSPC, "no room")
            size = HEADER_BYTES + chunks * records * RECORD_BYTES
            number = next(self.numbers)
            segment = Segment("%s/%d.seg" % (self.folder, number), number, records, chunks)
        except OSError:
            # Whatever the reason (budget, disk, descriptors, a vanished folder), what follows is counted as lost and the
            # program goes on. Only the first segment is needed to record at all.
            if not self.used_bytes:
                raise
            self.retry_ns = now() + RETRY_NS
            return None
        self.used_bytes += size
        self.maps[id(segment.map)] = segment.map
        chunk = next(segment.free)
        self.current[size_class] = segment
        return segment, chunk

    def _room(self):
        """Bytes that a new segment may have."""
        room = self.budget_bytes - self.used_bytes
        if _statvfs is None:
            return room
        disk = _statvfs(self.folder)
        return min(room, disk.f_bavail * disk.f_frsize - KEEP_FREE_BYTES)
