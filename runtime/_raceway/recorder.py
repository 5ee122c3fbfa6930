"""Records: from an event in a traced thread to four words in shared memory.

Data flow:  instrument → emit / begin_wait → this thread's chunk (a window of a mapped segment) → the host, which polls.
There is no lock and no I/O call on this path, and nothing is lost when the process is killed: a store into a shared map
survives its writer.

Two rules keep it right without locks (both are tested):

* *Straight-line writes.*  CPython looks for signals and thread switches on function entry, after calls (3.11+) and on
  backward jumps.  Between reading `lane.q`/`lane.k` and advancing `lane.k` there is none of these, so neither a signal
  handler that records nor a KeyboardInterrupt can tear a record or leave a hole.
* *Room beforehand.*  A lane keeps SLACK free slots behind `lane.end`.  Whoever is about to write checks once; a handler that
  interrupts between check and write checks too, so the interrupted writer still finds room.  A handler that comes while the
  lane is getting a new chunk (slow: it may make a file) writes into the slack; a second new chunk inside the first would
  invite a third, without end, where signals come faster than files are made.
"""

from _thread import _local, get_ident
from itertools import count
from sys import modules
from time import perf_counter_ns as now

from _raceway import segments, sidetables
from _raceway.attached import detach_all
from _raceway.kinds import EXT, LANE_END, LANE_START, NEW, WAIT

try:
    from _thread import get_native_id
except ImportError:  # platforms without it

    def get_native_id():
        return 0


SLACK_WORDS = 16 * segments.RECORD_WORDS
# A record takes at most two slots.
LARGEST_WORDS = 2 * segments.RECORD_WORDS
# From a lane's end to the end of its thread there is no Python code but finalizers: few threads are there at once.
ENDED_KEPT = 256
MAX_OBJECTS = (1 << 23) - 1
SEQ_MASK = (1 << 40) - 1
EXT_WORD = EXT << 56

# Nobody reads it: where records go when there is no room for them.
nowhere = memoryview(bytearray(SLACK_WORDS * 8 * 2)).cast("q")


class Lane:
    """One thread's place in the recording.

    q, k, end   the chunk as int64 words, the next free word, and the last word at which a record may begin
    lost        records that went nowhere since it had its first chunk, as far as they are counted (`_count_lost`)
    id          number of the lane; a forked child goes on counting where its parent was
    """

    __slots__ = ("claim", "end", "ended", "id", "k", "lost", "ordinal", "q", "segment", "turning")

    def __init__(self, lane_id):
        self.id = lane_id
        self.q = nowhere
        self.k = 0
        self.end = -1  # no room: the first record asks for a chunk
        self.ordinal = -1
        self.segment = None
        self.claim = 0
        self.lost = 0
        self.ended = False
        self.turning = False


class _ThreadLocal(_local):
    """`local.me` is this thread's Lane; `__init__` runs once in each thread, at its first access."""

    def __init__(self):
        announced = _announced.pop(get_ident(), None)
        if announced is None and _ended.get(get_ident(), _NOBODY)[0] == get_native_id():
            # The thread's local objects are being destroyed, ours first; finalizers of the others belong to the same lane.
            self.me = _ended[get_ident()][1]
            return
        self.me = lane = Lane(next(_lane_ids) if announced is None else announced[0])
        if active:
            _introduce(lane, _describe_unannounced() if announced is None else announced[1])


def _introduce(lane, row):
    """Write a lane's line and its first record."""
    row.update(k="lane", id=lane.id, ident=get_ident(), native=get_native_id())
    tables.write(row)
    turn(lane)
    time = now()
    q = lane.q
    k = lane.k
    q[k] = time
    q[k + 3] = LANE_START << 56
    lane.k = k + 4


def _describe_unannounced():
    """A thread whose start we did not see: from C, from `_thread`, or older than we are."""
    threading = modules.get("threading")
    thread = getattr(threading, "_active", {}).get(get_ident())
    if thread is None:
        main = next_is_main()
        return {"name": "MainThread" if main else "Thread-%d" % get_ident(), "daemon": not main, "internal": False}
    return {"name": str(thread.name), "daemon": bool(thread.daemon), "internal": False}


def next_is_main():
    """True in the main thread."""
    return get_ident() == _main_ident


started_ns = 0
"""`startNs` of this process's row: what times in the side tables count from."""
before_thread = bool
"""Called before a thread is started."""
active = False
"""Records are wanted and there is a recording.  Instruments test it before anything else."""
store = None
tables = None
folder = None
notes_put_off = []
"""Arguments of `note`, for whoever had no room on the stack to call it: the next heartbeat does."""
_announced = {}
_ended = {}
"""ident of a thread → (its number in the operating system, its lane) for the last lanes that ended."""
_NOBODY = -1, None
_lane_ids = count(1)
_object_ids = count(1)
_main_ident = 0
main_lane = 1
"""Number of the lane of this process's main thread. Smaller numbers are lanes of processes that it was forked from."""
_cell_chunk = None
# Lanes that have written nowhere since the last heartbeat.
_losing = set()
_is_forked = False
local = _ThreadLocal()


def open_recording(process_folder, budget_bytes, process_row):
    """Begin to record into `process_folder` (which exists and is empty).  Raises OSError when there is no room for it."""
    global active, store, tables, folder, main_lane, started_ns, _main_ident, _cell_chunk
    folder = process_folder
    _cell_chunk = None
    store = segments.SegmentStore(process_folder, budget_bytes)
    tables = sidetables.SideTables(process_folder + "/meta.jsonl", store.first.words)
    _main_ident = get_ident()
    main_lane = local.me.id
    started_ns = process_row.get("startNs", 0)
    tables.write(process_row)
    active = True
    heartbeat()
    _introduce(local.me, _describe_unannounced())  # the thread-local object made it when this module was imported


def close_recording():
    """Stop recording for good: instruments fall through to what they wrap."""
    global active
    active = False


def reopen_after_fork(process_folder, budget_bytes, process_row):
    """In a forked child: a recording of its own.  Object, code and lane numbers go on from the parent's.

    The parent's segments are still mapped, and shared: nothing of ours may be stored there from now on.
    """
    global active, store, tables, folder, main_lane, started_ns, _announced, _ended, _main_ident
    stop_after_fork()
    folder = process_folder
    store = segments.SegmentStore(process_folder, budget_bytes)
    tables = sidetables.SideTables(process_folder + "/meta.jsonl", store.first.words, inherited=tables)
    _announced, _ended = {}, {}
    _main_ident = get_ident()
    started_ns = process_row.get("startNs", 0)
    tables.write(process_row)
    active = True
    # Only this thread survived the fork. Its Lane object stays the same one, for locks that it holds refer to it.
    lane = local.me
    lane.__init__(next(_lane_ids))
    main_lane = lane.id
    _introduce(lane, _describe_unannounced())
    heartbeat()


def stop_after_fork():
    """In a forked child: nothing more is written, least of all into the parent's segments and side tables."""
    global active, store, _cell_chunk, _is_forked
    active = False
    if store is None:  # the fork server records nothing itself, nor did an untraced parent
        return
    _is_forked = True
    store = _cell_chunk = None
    tables.close()
    _losing.clear()
    lane = local.me
    lane.__init__(lane.id)
    detach_all(nowhere)


def heartbeat():
    """Note that the process lives now: the end of what never ended is not before this. Then do what was put off."""
    store.first.words[segments.WORD_HEARTBEAT] = now()
    while notes_put_off:
        note(*notes_put_off.pop(0))
    for lane in tuple(_losing):
        _losing.discard(lane)
        _count_lost(lane)


def turn(lane):
    """Give the lane a new chunk, or let it write nowhere.

    Called before each record that finds no room; while there is none, that is before every record. Not every call is
    followed by one (the lock may not be free), so what was lost is what the lane has written nowhere since the last call.
    """
    if lane.turning:
        if lane.q is not nowhere and lane.k + LARGEST_WORDS <= lane.end + SLACK_WORDS:
            return
    elif active:
        lane.turning = True
        try:
            if _take_chunk(lane):
                return
        finally:
            lane.turning = False
    if lane.q is nowhere:
        _count_lost(lane)
    else:
        lane.q = nowhere
        lane.k = 0
        lane.end = -1
    if active:
        _losing.add(lane)


def _count_lost(lane):
    """Count what the lane wrote nowhere since the last time: straight-line, as another thread or a handler may come.

    Every lost record, a wait too, takes one slot of `nowhere`.
    """
    if lane.q is nowhere:
        lost = lane.k >> 2
        lane.k = 0
        if not active or not lost:
            return
        if lane.segment is None:
            store.first.words[segments.WORD_LOST_WITHOUT_CHUNK] += lost
        else:
            lane.lost = lost = lane.lost + lost
            lane.segment.words[lane.claim + 1] = lost


def _take_chunk(lane):
    """Move the lane to a new chunk; False when there is none."""
    claimed = store.claim(min(lane.ordinal + 1, len(segments.SIZE_CLASSES) - 1))
    if claimed is None:
        return False
    segment, chunk = claimed
    first = segment.first_word(chunk)
    words = segment.records * segments.RECORD_WORDS
    q = segment.words[first : first + words]
    claim = segments.WORD_CLAIMS + 2 * chunk
    end = words - SLACK_WORDS
    # Straight-line from here: a handler sees the old chunk or the new one.
    if lane.q is nowhere:
        lane.lost = lane.lost + (lane.k >> 2)
    lane.ordinal = ordinal = lane.ordinal + 1
    segment.words[claim] = lane.id << 32 | ordinal << 8 | segments.TYPE_RECORDS
    segment.words[claim + 1] = lane.lost
    lane.segment = segment
    lane.claim = claim
    lane.q = q
    lane.k = 0
    lane.end = end
    return True


def emit(kind, object_id, seq, arg, site, time=None):
    """Record an instant in this thread's lane: all arguments are ints as docs/trace-format.md lists them.

    `time` (of `now()`) is given for what happened a moment ago and was not certain then.
    """
    if not active:
        return
    lane = local.me
    if lane.k > lane.end:
        turn(lane)
    what = object_id << 40 | seq & SEQ_MASK
    kind = kind << 56 | site
    if time is None:
        time = now()
    q = lane.q
    k = lane.k
    q[k] = time
    q[k + 1] = arg
    q[k + 2] = what
    q[k + 3] = kind
    lane.k = k + 4


def begin_wait(op, object_id, site, holder_site=0, holder_lane=0, arg=0):
    """Record that this thread begins to wait; returns the handle for `end_wait`."""
    lane = local.me
    if lane.k > lane.end:
        turn(lane)
    what = object_id << 40 | op
    kind = WAIT << 56 | site
    ext = EXT_WORD | arg
    time = now()
    q = lane.q
    k = lane.k
    q[k + 4] = holder_site
    q[k + 5] = holder_lane
    q[k + 6] = 0
    q[k + 7] = ext
    q[k] = time
    q[k + 1] = 0
    q[k + 2] = what
    q[k + 3] = kind
    lane.k = k + (8 if lane.end >= 0 else 4)
    return q, k


def end_wait(handle, result):
    """Record that the wait of `begin_wait` is over; `result` is GOT, TIMED_OUT, EXCEPTION or FAILED."""
    q, k = handle
    # A signal handler may fork during the wait, which is the parent's.
    if _is_forked and (store is None or id(q.obj) not in store.maps):
        return
    q[k + 6] = result
    q[k + 1] = now()


def new_object(kind, parameter, site):
    """Record the creation of a resource; returns its number, 0 when there are too many to number."""
    object_id = next(_object_ids)
    if object_id > MAX_OBJECTS:
        return 0
    emit(NEW, object_id, 0, parameter << 8 | kind, site)
    return object_id


def site(frame):
    """The site word (`code << 32 | lasti`) of the nearest frame of program code at or above `frame`; 0 = none."""
    known = tables.known
    while frame is not None:
        code = frame.f_code
        entry = known.get(id(code))
        if entry is None:
            entry = tables.learn(code)
        if entry > 0:
            return entry + frame.f_lasti
        frame = frame.f_back
    return 0


def is_program_frame(frame):
    """True when the code of `frame` is program code (even such that it has no file to name)."""
    code = frame.f_code
    entry = tables.known.get(id(code))
    return (tables.learn(code) if entry is None else entry) != 0


def cells():
    """Eight words that the host reads at any time, for an object that is only counted from now on.

    Returns (words of the segment, index of the first one, address for the COUNTED record), or None when there is no room.
    """
    global _cell_chunk
    chunk = _cell_chunk
    if chunk is not None:
        block = next(chunk[2])
        if block < chunk[3]:
            first = chunk[1] + 8 * block
            return chunk[0].words, first, chunk[0].number << 32 | first
    claimed = store.claim(segments.CELL_CLASS) if active else None
    if claimed is None:
        return None
    segment, number = claimed
    segment.words[segments.WORD_CLAIMS + 2 * number] = segments.TYPE_CELLS
    _cell_chunk = chunk = (segment, segment.first_word(number), count(), segment.records * segments.RECORD_WORDS // 8)
    return cells()


def announce_lane(name, daemon, internal):
    """Number a thread that is about to start; returns its lane id for THREAD_START records and `begin_lane`."""
    before_thread()
    return next(_lane_ids), {"name": name, "daemon": daemon, "internal": internal}


def begin_lane(announced):
    """In the new thread, first of all: take the lane that `announce_lane` returned."""
    _announced[get_ident()] = announced
    lane = local.me
    if lane.id != announced[0]:  # this thread already had a lane (a thread object run in a foreign thread)
        _announced.pop(get_ident(), None)


def end_lane():
    """In a thread that is about to end: nothing follows but finalizers of its thread-local objects."""
    lane = local.me
    if active and not lane.ended:
        lane.ended = True
        emit(LANE_END, 0, 0, 0, 0)
        _count_lost(lane)
        _losing.discard(lane)
        _ended.pop(get_ident(), None)
        _ended[get_ident()] = get_native_id(), lane
        if len(_ended) > ENDED_KEPT:
            _ended.pop(list(_ended)[0], None)


def rename_lane(lane_id, name):
    """A thread got another name."""
    if active:
        tables.write({"k": "rename", "lane": lane_id, "name": name})


def meta(row):
    """Append a line to the side tables."""
    if active:
        tables.write(row)


def note(about, text, level="warning"):
    """Tell the reader of the trace something about the recording itself, in a sentence."""
    meta({"k": "note", "level": level, "about": about, "text": text})
