"""A lane's room: the chunk that its thread writes to, and the count of what found no room.

A lane keeps SLACK free slots behind `lane.end` (recorder.py says why).
"""

from _raceway import segments

SLACK_WORDS = 16 * segments.RECORD_WORDS
# A record takes at most two slots.
LARGEST_WORDS = 2 * segments.RECORD_WORDS

NO_LOOP = -1

# Nobody reads it: where records go when there is no room for them.
nowhere = memoryview(bytearray(SLACK_WORDS * 8 * 2)).cast("q")

BEGUN = -1
UNKNOWN = -1


class Lane:
    """One thread's place in the recording.

    q, k, end   the chunk as int64 words, the next free word, and the last word at which a record may begin
    lost        records that went nowhere since it had its first chunk, as far as they are counted (`count_lost`)
    id          number of the lane; a forked child goes on counting where its parent was
    runs        number of the asyncio task that the thread runs, 0 in a callback of its event loop, NO_LOOP in neither
    task        the same, 0 where it runs none, also in a callback that a task asked for
    native      its thread's number in the operating system, or UNKNOWN
    since       when its LANE_START says that it began; 0 = when it is written; BEGUN = it has been
    wakes       site of an operation that wakes tasks at the moment, 0 = none that knows
    awaits      what that task is about to wait for: future (None = any), op, argument, site; or None
    """

    __slots__ = (
        "awaits", "claim", "end", "ended", "id", "k", "lost", "native", "ordinal", "q", "runs", "segment", "since", "task",
        "turning", "wakes",
    )  # fmt: skip

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
        self.runs = NO_LOOP
        self.task = 0
        self.wakes = 0
        self.awaits: "tuple | None" = None
        self.native = UNKNOWN
        self.since = 0


def take_chunk(lane, store):
    """Move the lane to a new chunk of `store`; False when there is none."""
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


def lose_chunk(lane):
    """Let the lane write nowhere."""
    lane.q = nowhere
    lane.k = 0
    lane.end = -1


def count_lost(lane, store):
    """Count what the lane wrote nowhere since the last time; without a `store` (None) nobody wants to know.

    Straight-line, as another thread or a handler may come. Every lost record, a wait too, takes one slot of `nowhere`.
    """
    if lane.q is nowhere:
        lost = lane.k >> 2
        lane.k = 0
        if store is None or not lost:
            return
        if lane.segment is None:
            store.first.words[segments.WORD_LOST_WITHOUT_CHUNK] += lost
        else:
            lane.lost = lost = lane.lost + lost
            lane.segment.words[lane.claim + 1] = lost
