"""Counter cells: eight words that the host reads at any time, for an object that is only counted from now on."""

from itertools import count

from _raceway import segments


class Cells:
    """Hands out cells of one recording."""

    def __init__(self, store):
        self.store = store
        self.chunk = None

    def take(self, may_claim):
        """(words of the segment, index of the first one, address for the COUNTED record), or None when there is no room.

        `may_claim`: a new chunk may be taken where the last one is used up.
        """
        chunk = self.chunk
        if chunk is not None:
            block = next(chunk[2])
            if block < chunk[3]:
                first = chunk[1] + 8 * block
                return chunk[0].words, first, chunk[0].number << 32 | first
        claimed = self.store.claim(segments.CELL_CLASS) if may_claim else None
        if claimed is None:
            return None
        segment, number = claimed
        segment.words[segments.WORD_CLAIMS + 2 * number] = segments.TYPE_CELLS
        words = segment.records * segments.RECORD_WORDS
        self.chunk = (segment, segment.first_word(number), count(), words // 8)
        return self.take(may_claim)
