"""How long the lines of a group are watched: while threads share what they access, or one alone has been seen."""

import sys
import unittest

from support.inprocess import RUNTIME

if RUNTIME not in sys.path:
    sys.path.insert(0, RUNTIME)

from _raceway.races import groups, journal, sites  # noqa: E402

watch = groups.watch


class Lane:
    ended = False
    id = 1


class Watching(unittest.TestCase):
    def setUp(self):
        self.addCleanup(setattr, watch, "is_on", watch.is_on)
        self.addCleanup(setattr, watch, "allowance", watch.allowance)
        self.addCleanup(setattr, watch, "missed", watch.missed)
        self.addCleanup(self.empty_journals)
        watch.is_on, watch.allowance, watch.missed = True, groups.FIRST_ALLOWANCE, set()
        self.group = groups.Group(("attribute", "", "n"), "self.n")
        self.site = sites.Site(self.group, sites.READ, sites.ATTRIBUTE, ("f.py", 1, 1, 1, "f"))
        self.group.light(groups.HITS_AT_FIRST)
        self.lanes = Lane(), Lane()

    def empty_journals(self):
        for each in sites.JOURNALS:
            del each[:]

    def met(self, lane, thing):
        sites.JOURNALS[sites.ATTRIBUTE].extend(
            (self.group.generation, self.lanes[lane], 0, 0, None, thing, int, None, 0, self.site, 0)
        )

    def test_one_thread_may_just_have_had_its_turn_first(self):
        for thing in (1, 2, 3):
            self.met(0, thing)
        self.assertTrue(self.group.burnt_out())
        self.assertFalse(self.site.off)

    def test_who_finds_a_resting_group_lights_no_fuse(self):
        self.group.hits_left = 0
        self.assertFalse(self.group.burnt_out())
        self.group.hits_left = groups.HITS_AT_FIRST
        self.assertFalse(self.group.burnt_out())
        self.assertTrue(self.site.off)

    def test_threads_with_objects_of_their_own_are_left_alone(self):
        for _ in range(3):
            self.met(0, 1)
            self.met(1, 2)
        self.assertFalse(self.group.burnt_out())
        self.assertTrue(self.site.off)
        self.assertIn(self.group.name, watch.missed)

    def test_what_was_met_before_the_journal_was_read_is_remembered(self):
        self.met(0, 1)
        self.assertTrue(self.group.burnt_out())
        self.empty_journals()
        self.met(1, 1)
        self.met(1, 2)
        self.assertTrue(self.group.burnt_out())
        self.assertTrue(self.group.is_shared)

    def test_a_shared_object_is_watched_to_the_end(self):
        self.met(0, 1)
        self.met(1, 1)
        fuses = 1
        while self.group.burnt_out():
            fuses += 1
        self.assertEqual(fuses * groups.HITS_A_FUSE, groups.HITS_AT_FIRST)

    def test_when_the_allowance_is_used_up_all_rest(self):
        watch.allowance = 0
        self.met(0, 1)
        self.assertFalse(self.group.burnt_out())
        self.assertTrue(self.group.is_resting)

    def test_the_group_looks_again_after_some_beats(self):
        watch.allowance = 0
        self.group.burnt_out()
        for _ in range(groups.FIRST_REST_BEATS):
            self.assertTrue(self.site.off)
            self.group.beat()
        self.assertFalse(self.site.off)


class Missing(unittest.TestCase):
    """Variables whose accesses may be missing: of a container that has another name where it rests."""

    def setUp(self):
        self.addCleanup(setattr, watch, "missed", watch.missed)
        self.addCleanup(journal.forget_all)
        watch.missed = set()
        self.numbers = {}
        self.groups = {name: groups.Group(("item", "", name), name + "[]") for name in ("hist", "h", "other")}
        self.sites = {
            name: sites.Site(group, sites.UPDATE, sites.ITEM, ("f.py", 1, 1, 1, "f"))
            for name, group in self.groups.items()
        }
        self.lane = Lane()

    def meet(self, name, container, key):
        things = container, key, dict, 0, type(key)
        sites.JOURNALS[sites.ITEM].extend((1, self.lane, 0, 0, None, *things, None, 0, self.sites[name], 0))
        journal.drain()

    def is_loose(self, container, key):
        return journal._items[container, key].is_loose

    def test_a_container_of_two_names(self):
        self.meet("hist", 7, "a")
        self.meet("h", 7, "b")
        self.meet("other", 8, "a")
        watch.miss(("item", "", "h"))
        self.meet("hist", 7, "c")
        self.assertEqual([self.is_loose(7, key) for key in "abc"], [True] * 3)
        self.assertFalse(self.is_loose(8, "a"))


if __name__ == "__main__":
    unittest.main()
