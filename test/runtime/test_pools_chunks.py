"""The iterator that stands in a chunk's place (_raceway/items.py): what it gives, what a fault of ours does to the program."""

import unittest

from support.inprocess import InProcessRecording

ITEM = 4


class Chunks(unittest.TestCase):
    def setUp(self):
        self.recording = InProcessRecording()
        self.addCleanup(self.recording.close)
        from _raceway import items, recorder

        self.items, self.note, self.notes = items, recorder.note, []
        self.addCleanup(setattr, recorder, "note", recorder.note)
        self.addCleanup(setattr, items, "begin_item", items.begin_item)
        self.addCleanup(setattr, items.chunks, "withdrawn", False)
        recorder.note = lambda *note: self.notes.append(note)

    def spans(self):
        """(result, offset, items) of each ITEM record."""
        return [
            (words[at + 6], words[at + 5] >> 32, words[at + 5] & 0xFFFFFFFF)
            for _, words, at in self.recording.slots()
            if words[at + 3] >> 56 == ITEM
        ]

    def run_chunk(self, worker, function, chunk):
        """As a worker does: maps the function over the chunk."""
        mapped_over = worker.begins_chunk(1, 0, 0, chunk)
        try:
            result = list(map(function, mapped_over))
        except Exception as error:
            worker.raised()
            return error
        worker.ends()
        return result

    def test_items_are_told_until_the_limit_then_rests(self):
        worker = self.items.Worker(1)
        worker.left = 3
        self.assertEqual(self.run_chunk(worker, abs, (-1, -2)), [1, 2])
        self.assertEqual(self.run_chunk(worker, abs, (-1, -2, -3)), [1, 2, 3])
        self.assertEqual(self.run_chunk(worker, abs, (-1, -2)), [1, 2])
        self.assertEqual(self.spans(), [(1, 0, 1), (1, 1, 1), (1, 0, 1), (1, 1, 2), (1, 0, 2)])

    def test_an_item_that_raises_is_the_last_of_its_record(self):
        worker = self.items.Worker(1)
        worker.left = 2
        for left in (2, 0):
            worker.left = left
            self.assertIsInstance(self.run_chunk(worker, abs, (1, 2, 3, "x", 5)), TypeError)
        self.assertEqual(self.spans(), [(1, 0, 1), (1, 1, 1), (3, 2, 2), (3, 0, 4)])

    def test_a_fault_of_ours_is_noted_and_the_items_run(self):
        def broken(*arguments):
            raise ValueError("a bug")

        # As if it stood in a file of ours.
        broken.__code__ = broken.__code__.replace(co_filename=self.items.__file__)
        worker = self.items.Worker(1)
        self.items.begin_item = broken
        self.assertEqual(self.run_chunk(worker, abs, (-1, -2, -3)), [1, 2, 3])
        self.assertEqual([about for about, _ in self.notes], ["chunks of pools"])


if __name__ == "__main__":
    unittest.main()
