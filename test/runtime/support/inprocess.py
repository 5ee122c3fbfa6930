"""A recording of this very process, read back from its files: for tests that use the runtime's parts directly."""

import os
import shutil
import sys
import tempfile
from array import array
from collections import namedtuple

RUNTIME = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "runtime")
Wait = namedtuple("Wait", "lane start end op result holder_site holder_lane site")
Record = namedtuple("Record", "lane time arg seq site")


class ProcessFolder:
    """The recording of one process, as records."""

    def __init__(self, folder):
        self.folder = folder

    def lost(self):
        """Records that the recording says were lost."""
        without_chunk, by_lane = 0, {}
        for words in self.segments():
            without_chunk += words[6]
            for claim in range(8, 8 + 2 * words[2], 2):
                lane = words[claim] >> 32
                by_lane[lane] = max(by_lane.get(lane, 0), words[claim + 1])
        return without_chunk + sum(by_lane.values())

    def segments(self):
        """The words of each segment, by number; one whose making was interrupted is missing."""
        numbers = sorted(int(name[:-4]) for name in os.listdir(self.folder) if name.endswith(".seg"))
        for number in numbers:
            words = array("q")
            with open("%s/%d.seg" % (self.folder, number), "rb") as file:
                words.frombytes(file.read())
            if words and words[0]:
                self.last_number = number
                yield words

    def slots(self):
        """All records as (lane, words of its segment, index of its first word)."""
        for words in self.segments():
            chunks, records = words[2], words[3]
            for chunk in range(chunks):
                claim = words[8 + 2 * chunk]
                if claim & 255 != 1:
                    continue
                first = 512 + chunk * records * 4
                for at in range(first, first + records * 4, 4):
                    if not words[at + 3]:
                        break
                    yield claim >> 32, words, at

    def records(self, kind, object_id):
        return [
            Record(lane, words[at], words[at + 1], words[at + 2] & (1 << 40) - 1, words[at + 3] & (1 << 56) - 1)
            for lane, words, at in self.slots()
            if words[at + 3] >> 56 == kind and words[at + 2] >> 40 == object_id
        ]

    def holds(self, object_id):
        both = self.records(1, object_id) + self.records(3, object_id)
        return sorted((record.seq, record.time, record.arg) for record in both)

    def waits(self, object_id):
        return [
            Wait(
                lane,
                words[at],
                words[at + 1],
                words[at + 2] & 255,
                words[at + 6],
                words[at + 4],
                words[at + 5],
                words[at + 3] & (1 << 56) - 1,
            )  # fmt: skip
            for lane, words, at in self.slots()
            if words[at + 3] >> 56 == 2 and words[at + 2] >> 40 == object_id
        ]

    def counted(self, object_id, cell=0):
        """The total in one of the object's cells (0: acquisitions), None while it has none."""
        found = self.records(30, object_id)
        if not found:
            return None
        address = found[-1].arg
        for words in self.segments():
            if self.last_number == address >> 32:
                return words[(address & 0xFFFFFFFF) + cell] & (1 << 40) - 1
        return None


class InProcessRecording(ProcessFolder):
    """Opens a recording in a temporary folder; `close` ends and removes it."""

    def __init__(self, budget_bytes=1 << 30):
        if RUNTIME not in sys.path:
            sys.path.insert(0, RUNTIME)
        from _raceway import identity, recorder

        self.recorder = recorder
        super().__init__(tempfile.mkdtemp(prefix="raceway-test-"))
        recorder.local.me.__init__(next(identity.lane_ids))  # a lane without a chunk of an earlier recording
        recorder.open_recording(self.folder, budget_bytes, {"k": "process", "v": 1, "pid": os.getpid()})
        recorder.begin_here()

    def close(self):
        """End and remove the recording; a second call does nothing."""
        if self.folder is not None:
            self.recorder.close_recording()
            shutil.rmtree(self.folder)
            self.folder = None

    def lane_id(self):
        return self.recorder.local.me.id
