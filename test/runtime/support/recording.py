"""Reads a recording folder (docs/trace-format.md) in plain Python, so that the runtime's tests need nothing else."""

import json
import os
from array import array
from base64 import b64decode
from collections import namedtuple
from dis import findlinestarts

HEADER_WORDS = 512
KINDS = {
    1: "HOLD", 2: "WAIT", 3: "HOLD_AGAIN", 16: "NEW", 17: "PERMIT", 18: "RELEASE", 19: "SET", 20: "CLEAR", 21: "PASSED",
    22: "NOTIFY", 23: "PUT", 24: "GET", 25: "TASK_DONE", 26: "MISSED", 27: "OVER_RELEASE", 28: "REENTRY", 29: "TOOK",
    4: "ITEM", 30: "COUNTED", 31: "SUBMITTED", 32: "HANDED", 33: "WORKER", 34: "SENT", 35: "CANCELLED", 36: "DONE",
    37: "LEARNED", 38: "FUTURE_SET", 39: "TAKEN_OVER", 47: "ACCESS", 48: "ERROR_READ",
    40: "LANE_START", 41: "LANE_END", 42: "THREAD_START", 43: "TASK_START", 44: "STEP", 45: "STEP_END", 46: "SAMPLE",
    49: "UNAWAITED", 50: "TASK_LOST", 127: "EXT",
}  # fmt: skip

Record = namedtuple("Record", "kind t0 t1 object seq site words")


class Recording:
    """All processes of a run, in the order in which they began."""

    def __init__(self, folder):
        names = [name for name in os.listdir(folder) if name.startswith("process-")]
        self.processes = [ProcessRecording(os.path.join(folder, name)) for name in names]
        self.processes.sort(key=lambda process: process.about["startNs"])

    @property
    def start_methods(self):
        return [process.about["startMethod"] for process in self.processes]


class ProcessRecording:
    """One process: `about` is its first line, `rows(k)` are the lines of one kind, `records` maps lanes to records."""

    def __init__(self, folder):
        with open(os.path.join(folder, "meta.jsonl"), encoding="ascii") as file:
            self.meta = [json.loads(line) for line in file]
        self.about = self.meta[0]
        self.segments = []
        while os.path.exists(os.path.join(folder, "%d.seg" % len(self.segments))):
            words = array("q")
            with open(os.path.join(folder, "%d.seg" % len(self.segments)), "rb") as file:
                words.frombytes(file.read())
            self.segments.append(words)
        self.records = self._lanes()

    def rows(self, k):
        return [row for row in self.meta if row["k"] == k]

    def lane(self, name):
        """Records of the only lane of this name."""
        (lane_id,) = {row["id"] for row in self.rows("lane") if row["name"] == name}
        return self.records[lane_id]

    def main_lane(self):
        return self.records[min(self.records)]

    def line(self, record):
        """(file, line) of a record's site; None when it has none. Only for recordings of the running Python version."""
        code_id, lasti = record.site >> 32, record.site & 0xFFFFFFFF
        if code_id == 0:
            return None
        (row,) = [row for row in self.rows("code") if row["id"] == code_id]
        return row["file"], _line_of(row, lasti)

    def _lanes(self):
        chunks = {}
        for words in self.segments:
            count, records = words[2], words[3]
            for chunk in range(count):
                claim = words[8 + 2 * chunk]
                if claim & 255 == 1:
                    first = HEADER_WORDS + chunk * records * 4
                    chunks[claim >> 32, claim >> 8 & 0xFFFFFF] = words[first : first + records * 4]
        lanes = {}
        for (lane, _), words in sorted(chunks.items(), key=lambda item: item[0]):
            lanes.setdefault(lane, []).extend(_decode(words))
        return lanes


def _decode(words):
    for at in range(0, len(words), 4):
        t0, t1, what, kind = words[at : at + 4]
        if kind == 0:
            return
        site = kind & (1 << 56) - 1
        yield Record(KINDS[kind >> 56], t0, t1, what >> 40, what & (1 << 40) - 1, site, (t0, t1, what, kind))


def _line_of(row, lasti):
    """Lets this interpreter read its own table: in an empty code object that has the recorded one's lines."""
    table = {"co_lnotab" if row["format"] == "lnotab" else "co_linetable": b64decode(row["table"])}
    nops = bytes([9, 0]) * (lasti // 2 + 1)
    code = compile("", row["file"], "exec").replace(co_firstlineno=row["first"], co_code=nops, **table)
    return [line for start, line in findlinestarts(code) if start <= lasti and line is not None][-1]
