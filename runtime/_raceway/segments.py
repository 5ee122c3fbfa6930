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
from os import open as _open
from os import unlink as _unlink
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

WORD_HEARTBEAT, WORD_FLAGS, WORD_LOST_WITHOUT_CHUNK, WORD_CLAIMS = 4, 5, 6, 8
FLAG_FULL = 1

# (records a chunk, chunks a segment) by the ordinal of the chunk in its lane: a short-lived thread costs 2 KB, a busy one
# soon takes 128 KB at a time.  4096 + 126 · 64 · 32 = 256 KB exactly for the first segment.
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
            # Until 3.13 a map keeps a duplicate of its descriptor open for as long as it lives.
            self.map = mmap(fd, size, trackfd=False) if version_info >= (3, 13) else mmap(fd, size)
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
        self.retry_ns = 0
        self.numbers = count()
        self.current = [None] * len(SIZE_CLASSES)
        self.first = self._new_segment(0)

    def claim(self, size_class):
        """A free chunk as (segment, chunk number), or None when there is no room left."""
        segment = self.current[size_class]
        if segment is not None:
            chunk = next(segment.free)
            if chunk < segment.count:
                return segment, chunk
        # Two threads may arrive here at once: each makes its own segment, the last one becomes current. The other's rest
        # stays unused, which costs disk and nothing else.
        segment = self._new_segment(size_class)
        return None if segment is None else (segment, next(segment.free))

    def _new_segment(self, size_class):
        if self.retry_ns and now() < self.retry_ns:
            return None
        records, chunks = SIZE_CLASSES[size_class]
        size = HEADER_BYTES + chunks * records * RECORD_BYTES
        try:
            if self.used_bytes + size > self.budget_bytes or not self._disk_has(size):
                raise OSError(errno.ENOSPC, "no room")
            number = next(self.numbers)
            segment = Segment("%s/%d.seg" % (self.folder, number), number, records, chunks)
        except OSError:
            # Whatever the reason (budget, disk, descriptors, a vanished folder), what follows is counted as lost and the
            # program goes on. Only the first segment is needed to record at all.
            if not self.used_bytes:
                raise
            self.retry_ns = now() + RETRY_NS
            self.first.words[WORD_FLAGS] |= FLAG_FULL
            return None
        self.used_bytes += size
        self.current[size_class] = segment
        return segment

    def _disk_has(self, size):
        if _statvfs is None:
            return True
        disk = _statvfs(self.folder)
        return disk.f_bavail * disk.f_frsize >= size + KEEP_FREE_BYTES
