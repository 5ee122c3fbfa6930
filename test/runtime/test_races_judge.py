"""The count of lost updates, from accesses told one by one: `A reads`, `B updates`, `A writes` …"""

import sys
import unittest

from support.inprocess import RUNTIME

if RUNTIME not in sys.path:
    sys.path.insert(0, RUNTIME)

from _raceway.races import sites  # noqa: E402
from _raceway.races.judge import Variable  # noqa: E402

WORDS = {
    "reads": sites.READ,
    "updates": sites.UPDATE,
    "writes": sites.VALUE,
    "acts": sites.CONTROL,
    "resets": sites.BLIND,
    "may-write": sites.UNSURE,
}


class Lane:
    def __init__(self, number):
        self.id = number
        self.ended = False


class Access:
    def __init__(self, access, feeds=None, may_write_back=True):
        self.access, self.feeds, self.may_write_back = access, feeds, may_write_back


def judge(story, generations=None):
    """The Variable after a story of steps `LANE VERB`, separated by commas; a step may name its fuse: `A reads #2`."""
    variable = Variable("global", "m", "x")
    lanes, accesses = {}, {word: Access(access) for word, access in WORDS.items()}
    for time, step in enumerate(story.split(",")):
        name, word, *fuse = step.split()
        lane = lanes.setdefault(name, Lane(len(lanes) + 1))
        variable.access(int(fuse[0][1:]) if fuse else 1, lane, accesses[word], time)
    return variable


def judge_by_half(steps, index, line):
    """Like `judge`; at the `line`-th line that the judge runs for step `index` something raises."""
    variable = Variable("global", "m", "x")
    lanes, accesses = {}, {word: Access(access) for word, access in WORDS.items()}
    left = [line]

    def trace(frame, event, _):
        left[0] -= event == "line"
        if not left[0]:
            raise KeyboardInterrupt
        return trace

    for time, step in enumerate(steps):
        name, word = step.split()
        lane = lanes.setdefault(name, Lane(len(lanes) + 1))
        sys.settrace(trace if time == index else None)
        try:
            variable.access(1, lane, accesses[word], time)
        except KeyboardInterrupt:
            sys.settrace(None)
            variable.spoil()
        finally:
            sys.settrace(None)
    return variable


class Judge(unittest.TestCase):
    def assert_lost(self, expected, story, unsure=False):
        variable = judge(story)
        self.assertEqual((variable.lost, variable.unsure), (expected, unsure), story)
        return variable

    def test_nothing_is_lost_one_after_the_other(self):
        self.assert_lost(0, "A reads, A writes, B reads, B writes, A reads, A writes")
        self.assert_lost(0, "A updates, B updates, A updates")

    def test_an_update_between_read_and_write_is_lost(self):
        variable = self.assert_lost(1, "A reads, B reads, B writes, A writes")
        self.assertEqual(variable.stale, 1)
        (read, victim_read, victim, write) = variable.losses[0]
        self.assertEqual(
            [place[1:] for place in (read, victim_read, victim, write)], [(1, 0, 0), (2, 1, 0), (2, 2, 1), (1, 3, 2)]
        )
        self.assert_lost(1, "A reads, B updates, A writes")

    def test_one_stale_write_loses_all_that_came_between(self):
        self.assert_lost(3, "A reads, B updates, B updates, C updates, A writes")

    def test_all_read_before_any_writes(self):
        self.assert_lost(2, "A reads, B reads, C reads, A writes, B writes, C writes")

    def test_a_lost_update_may_come_back(self):
        # B's write undoes A's two; A, which never looked again, writes its own sum over B's.
        self.assert_lost(1, "B reads, A reads, A writes, A reads, A writes, B writes, A writes")

    def test_a_lane_that_keeps_its_sum_loses_nothing_alone(self):
        self.assert_lost(0, "A reads, A writes, A writes, A writes")
        self.assert_lost(1, "A reads, A writes, B updates, A writes")

    def test_a_reset_loses_nothing(self):
        self.assert_lost(0, "A updates, B updates, C resets, A updates")
        self.assert_lost(0, "A updates, B updates, C resets")

    def test_what_was_lost_before_a_reset_stays_lost(self):
        self.assert_lost(1, "A reads, B updates, A writes, C resets, A updates, B updates")

    def test_an_update_read_before_a_reset_is_a_loss_of_the_reset(self):
        variable = self.assert_lost(0, "A reads, B resets, A writes")
        self.assertEqual(variable.reset_lost, 1)

    def test_a_write_that_may_depend_is_not_counted(self):
        self.assert_lost(0, "A reads, B updates, A may-write", unsure=True)

    def test_what_somebody_has_seen_may_come_back_with_a_write_that_may_depend(self):
        story = "A reads, C updates, C updates, C updates, B reads, A writes, D may-write"
        self.assert_lost(1, story, unsure=True)
        self.assert_lost(1, story + ", B writes", unsure=True)
        # B has looked again since, and still knows the first value.
        self.assert_lost(1, story.replace("A writes", "A writes, B reads").replace("D may", "B may"), unsure=True)

    def test_a_write_whose_read_was_not_seen_is_not_counted(self):
        self.assert_lost(0, "B updates, A writes", unsure=True)
        self.assert_lost(0, "A reads #1, B updates #2, A writes #2", unsure=True)

    def test_lanes_that_have_ended_are_forgotten(self):
        variable = Variable("global", "m", "x")
        read = Access(sites.READ)
        for number in range(5000):
            lane = Lane(number)
            variable.access(1, lane, read, number)
            lane.ended = True
            Variable.drains += number % 10 == 0
        self.assertLess(len(variable.seen), 1500)

    def test_lanes_that_ended_before_their_last_accesses_are_read(self):
        variable = Variable("global", "m", "x")
        read, write = Access(sites.READ), Access(sites.VALUE)
        lanes = [Lane(number) for number in range(500)]
        for lane in lanes:
            lane.ended = True
        for _ in range(3):
            for access in (read, write):
                for lane in lanes:
                    variable.access(1, lane, access, 0)
        self.assertEqual((variable.lost, variable.unsure), (499 * 3, False))

    def assert_fed(self, lost, unsure, *accesses):
        """`accesses` of one lane, after each of the first another lane updates."""
        variable, one, other = Variable("global", "m", "x"), Lane(1), Lane(2)
        for time, access in enumerate(accesses):
            variable.access(1, one, access, time)
            if access is accesses[0]:
                variable.access(1, other, Access(sites.UPDATE), time)
        self.assertEqual((variable.lost, variable.unsure), (lost, unsure))

    def test_a_write_depends_on_the_read_that_feeds_it(self):
        first, second = Access(sites.READ), Access(sites.READ)
        of_first, of_second = [Access(sites.VALUE, frozenset([each])) for each in (first, second)]
        self.assert_fed(1, False, first, of_first)
        self.assert_fed(0, False, first, second, of_second)
        self.assert_fed(0, True, first, second, of_first)

    def test_reads_of_one_version_are_as_good_as_each_other(self):
        first, second = Access(sites.READ), Access(sites.READ)
        variable, lane = Variable("global", "m", "x"), Lane(1)
        for access in (first, second, second, Access(sites.VALUE, frozenset([first]))):
            variable.access(1, lane, access, 0)
        self.assertEqual((variable.lost, variable.unsure), (0, False))

    def test_an_access_that_is_judged_by_half_never_makes_it_more(self):
        story = "A reads, B updates, B updates, A writes, B reads, C resets, A updates, B writes, A reads, C updates, A writes"
        steps = story.split(",")
        full = judge(story).lost
        for index in range(len(steps)):
            for line in range(1, 40):
                variable = judge_by_half(steps, index, line)
                self.assertLessEqual(variable.lost, full, (index, line))
        self.assertGreater(full, 0)

    def test_a_write_behind_an_own_one(self):
        read = Access(sites.READ)
        once, often = [Access(sites.VALUE, frozenset([read]), may) for may in (False, True)]
        self.assert_fed(1, False, read, once)
        self.assert_fed(1, False, read, often, often)
        self.assert_fed(1, True, read, once, once)

    def test_the_first_access_of_all_depends_on_nothing(self):
        self.assert_lost(0, "A may-write")
        self.assert_lost(0, "A reads, A may-write", unsure=True)

    def test_by_value_or_by_control(self):
        self.assertTrue(self.assert_lost(1, "A reads, B updates, A writes").by_value)
        self.assertFalse(self.assert_lost(1, "A reads, B reads, B acts, A acts").by_value)


if __name__ == "__main__":
    unittest.main()
