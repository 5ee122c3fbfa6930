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
from time import perf_counter_ns as now

from _raceway import identity, segments, sidetables
from _raceway.attached import detach_all
from _raceway.cells import Cells
from _raceway.kinds import EXT, ITEM, LANE_END, LANE_START, NEW, WAIT
from _raceway.lanes import BEGUN, LARGEST_WORDS, SLACK_WORDS, Lane, count_lost, lose_chunk, nowhere, take_chunk

MAX_OBJECTS = (1 << 23) - 1
SEQ_MASK = (1 << 40) - 1
EXT_WORD = EXT << 56


class BeforeInit:
    """What a thread-local has in the place of an attribute while its `__init__` runs: the collector may begin there, and
    finalizers of the program need the attribute, too.
    """

    def __init__(self, name):
        self.name = name

    def __get__(self, thread_local, owner=None):
        if thread_local is None:
            return self
        thread_local.__init__()
        return vars(thread_local)[self.name]


class _ThreadLocal(_local):
    """`local.me` is this thread's Lane; `__init__` runs once in each thread, at its first access."""

    me: "Lane" = BeforeInit("me")  # pyright: ignore[reportAssignmentType]

    def __init__(self):
        self.me, row = identity.arrive()
        if active:
            if row is not None:
                introduce(self.me, get_ident(), row)
            if self.me.since != BEGUN:
                begin(self.me, identity.cpu_ns())


def introduce(lane, ident, row):
    """Write a lane's line; `row` is empty where nobody announced its thread."""
    row = row or identity.describe_unannounced(ident, ident == _main_ident)
    row.update(k="lane", id=lane.id, ident=ident, native=max(0, lane.native), name=row["name"][: identity.MAX_NAME])
    tables.write(row)


def begin(lane, cpu):
    """Write a lane's first record; `cpu` is what its thread has used of the processor so far, 0 = not known."""
    since, lane.since = lane.since or now(), BEGUN
    emit_into(lane, LANE_START, 0, cpu, 0, since)


def next_is_main():
    """True in the main thread."""
    return get_ident() == _main_ident


started_ns = 0
"""`startNs` of this process's row: what times in the side tables count from."""
before_thread = before_task = bool
"""Called before a thread is started, and when the first event loop is made."""
active = False
"""Records are wanted and there is a recording.  Instruments test it before anything else."""
store = None
tables = None
folder = None
notes_put_off = []
"""Arguments of `note`, for whoever had no room on the stack to call it: the next heartbeat does."""
_object_ids = count(1)
_cells = None
_main_ident = 0
main_lane = 1
"""Number of the lane of this process's main thread. Smaller numbers are lanes of processes that it was forked from."""
# Lanes that have written nowhere since the last heartbeat.
_losing = set()
_is_forked = False
local = _ThreadLocal()


def open_recording(process_folder, budget_bytes, process_row):
    """Begin to record into `process_folder` (which exists and is empty).  Raises OSError when there is no room for it."""
    global active, store, tables, folder, main_lane, started_ns, _main_ident, _cells
    folder = process_folder
    store = segments.SegmentStore(process_folder, budget_bytes)
    _cells = Cells(store)
    tables = sidetables.SideTables(process_folder + "/meta.jsonl", store.first.words)
    _main_ident = get_ident()
    main_lane = local.me.id
    started_ns = process_row.get("startNs", 0)
    tables.write(process_row)
    active = True
    heartbeat()
    _settle_here(local.me)  # the thread-local object made it when this module was imported


def _settle_here(lane):
    identity.settle(lane)
    introduce(lane, get_ident(), {})


def begin_here():
    """In the main thread: from now on it runs the program. What was before, our own start, is nothing that it did."""
    begin(local.me, identity.cpu_ns())


def close_recording():
    """Stop recording for good: instruments fall through to what they wrap."""
    global active
    active = False


def reopen_after_fork(process_folder, budget_bytes, process_row):
    """In a forked child: a recording of its own.  Object, code and lane numbers go on from the parent's.

    The parent's segments are still mapped, and shared: nothing of ours may be stored there from now on.
    """
    global active, store, tables, folder, main_lane, started_ns, _main_ident, _cells
    stop_after_fork()
    folder = process_folder
    store = segments.SegmentStore(process_folder, budget_bytes)
    _cells = Cells(store)
    tables = sidetables.SideTables(process_folder + "/meta.jsonl", store.first.words, inherited=tables)
    identity.forget_others()
    _main_ident = get_ident()
    started_ns = process_row.get("startNs", 0)
    tables.write(process_row)
    active = True
    # Only this thread survived the fork. Its Lane object stays the same one, for locks that it holds refer to it.
    lane = local.me
    lane.__init__(next(identity.lane_ids))
    main_lane = lane.id
    _settle_here(lane)
    begin_here()
    heartbeat()


def stop_after_fork():
    """In a forked child: nothing more is written, least of all into the parent's segments and side tables."""
    global active, store, _cells, _is_forked
    active = False
    if store is None:  # the fork server records nothing itself, nor did an untraced parent
        return
    _is_forked = True
    store = _cells = None
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
        count_lost(lane, store if active else None)


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
            if take_chunk(lane, store):
                return
        finally:
            lane.turning = False
    if lane.q is nowhere:
        count_lost(lane, store if active else None)
    else:
        lose_chunk(lane)
    if active:
        _losing.add(lane)


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


def emit_into(lane, kind, what, arg, site, time):
    """Record an instant in a lane, by whoever alone writes to it now: its thread, or another one before it or after it."""
    if lane.k > lane.end:
        turn(lane)
    kind = kind << 56 | site
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


def in_wait():
    """This thread's last record is a wait that lasts: whatever else it waits for meanwhile is part of that."""
    lane = local.me
    q = lane.q
    k = lane.k
    return k >= 8 and q[k - 5] >> 56 == WAIT and q[k - 7] == 0


def begin_item(object_id, job, index, position, code):
    """Record that this thread begins to run items of a pool; returns the handle for `end_item`.

    `position`: `offset in the unit << 32 | items`; `code`: the called function's, as in a site.
    """
    lane = local.me
    if lane.k > lane.end:
        turn(lane)
    what = object_id << 40 | job & SEQ_MASK
    kind = ITEM << 56 | code
    time = now()
    q = lane.q
    k = lane.k
    q[k + 4] = index
    q[k + 5] = position
    q[k + 6] = 0
    q[k + 7] = EXT_WORD
    q[k] = time
    q[k + 1] = 0
    q[k + 2] = what
    q[k + 3] = kind
    lane.k = k + (8 if lane.end >= 0 else 4)
    return q, k


def end_item(handle, result, position=None):
    """Record that what `begin_item` told of is over; `position`, where it did not go as far as that said."""
    q, k = handle
    # The item may have forked: it goes on in the parent.
    if _is_forked and (store is None or id(q.obj) not in store.maps):
        return
    if position is not None:
        q[k + 5] = position
    q[k + 6] = result
    q[k + 1] = now()


def new_object(kind, parameter, site, key=None):
    """Record the creation of a resource; returns its number, 0 when there are too many to number.

    `key`: a function that tells from the number what other processes know the object by, for one that is shared.
    """
    object_id = next(_object_ids)
    if object_id > MAX_OBJECTS:
        return 0
    if key is not None:
        meta({"k": "shared", "object": object_id, "key": key(object_id)})
    emit(NEW, object_id, 0, parameter << 8 | kind, site)
    return object_id


def foreign_object(key):
    """Number a resource that another process created, known by `key`; 0 when there are too many to number."""
    object_id = next(_object_ids)
    if object_id > MAX_OBJECTS:
        return 0
    meta({"k": "shared", "object": object_id, "key": key})
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
    """Eight words for an object that is only counted from now on (`Cells.take`), or None when there is no room."""
    return None if _cells is None else _cells.take(active)


def announce_lane(name, daemon, internal, since=0):
    """Number a thread that is about to start; its lane id, for THREAD_START records, is the first of what `begin_lane` takes."""
    before_thread()
    return identity.announce(name, daemon, internal, since)


def new_lane():
    """A number for a lane that is no thread: a task."""
    return next(identity.lane_ids)


def begin_lane(announced):
    """In the new thread, first of all: take the lane that `announce_lane` returned."""
    identity.announced[get_ident()] = announced
    lane = local.me
    if lane.id != announced[0]:  # this thread already had a lane (a thread object run in a foreign thread)
        identity.announced.pop(get_ident(), None)


def end_lane():
    """In a thread that is about to end: nothing follows but finalizers of its thread-local objects."""
    finish(local.me, identity.cpu_ns())


def finish(lane, cpu, time=None):
    """Write a lane's last record; `cpu` is what its thread has used of the processor, 0 = not known; `time`: when it ended."""
    if active and not lane.ended:
        if lane.since != BEGUN:
            begin(lane, 0)
        lane.ended = True
        emit_into(lane, LANE_END, 0, cpu, 0, time or now())
        count_lost(lane, store)
        _losing.discard(lane)


def rename_lane(lane_id, name):
    """A thread got another name."""
    if active:
        tables.write({"k": "rename", "lane": lane_id, "name": name[: identity.MAX_NAME]})


def meta(row):
    """Append a line to the side tables."""
    if active:
        tables.write(row)


def note(about, text, level="warning"):
    """Tell the reader of the trace something about the recording itself, in a sentence."""
    meta({"k": "note", "level": level, "about": about, "text": text})
