"""Which accesses of a hot loop are told of: the first and the last between two records of anybody."""

import os
import sys
import unittest

from support.programs import RUNTIME

sys.path.insert(0, RUNTIME)
from _raceway import identity  # noqa: E402
from _raceway.kinds import WAIT  # noqa: E402
from _raceway.lanes import Lane  # noqa: E402
from _raceway.races import thinning  # noqa: E402
from _raceway.races.bind import bases  # noqa: E402
from _raceway.races.groups import Group  # noqa: E402
from _raceway.races.sites import ATTRIBUTE, READ, UPDATE, WIDTHS, Site  # noqa: E402

sys.path.remove(RUNTIME)

WIDTH = WIDTHS[ATTRIBUTE]
MANY = 1000


class Thinned(unittest.TestCase):
    def setUp(self):
        self.before = dict(identity.here)
        self.addCleanup(self.put_back)
        identity.here.clear()
        self.lane = Lane(1)
        self.lane.q, self.lane.end, self.lane.ordinal = memoryview(bytearray(8 * 1024)).cast("q"), 1000, 0
        identity.here["test"] = self.lane

    def put_back(self):
        identity.here.clear()
        identity.here.update(self.before)

    def site(self, kind="attribute", judged=False, access=READ, op="load", flags=()):
        group = Group((kind, "", "n"), "n")
        site = Site(group, access, ATTRIBUTE, (os.devnull, 1, 1, 1, "f"))
        site.judged, site.op, site.flags = judged, op, flags
        return site

    def events(self, *sites, count=MANY, lane=None, task=0):
        """`count` turns of a loop that comes by these sites, at the times 10, 20, 30…"""
        rows = []
        for _ in range(count):
            for site in sites:
                row = [1, lane or self.lane, 7, 0, None, 99, object, None, task, site, 10 * (len(rows) // WIDTH + 1)]
                rows += row
        return rows

    def record(self, begin, end, kind=WAIT):
        lane = self.lane
        lane.q[lane.k : lane.k + 4] = memoryview(bytearray(32)).cast("q")
        lane.q[lane.k], lane.q[lane.k + 1], lane.q[lane.k + 3] = begin, end, kind << 56
        lane.k += 4

    def told(self, events):
        """Times of those that are left, and of those that are logged."""
        left = thinning.thinned(list(events), WIDTH)
        rows = list(zip(*[iter(left)] * WIDTH))
        return [row[-1] for row in rows], [row[-1] for row in rows if row[2] is not thinning.THINNED]

    def test_first_and_last(self):
        self.assertEqual(self.told(self.events(self.site()))[0], [10, 10 * MANY])

    def test_of_each_place(self):
        events = self.events(self.site(), self.site(access=UPDATE, op="update"))
        self.assertEqual(self.told(events)[0], [10, 20, 20 * MANY - 10, 20 * MANY])

    def test_a_record_divides(self):
        self.record(2, 0, kind=1)
        self.record(4003, 7005)
        self.assertEqual(self.told(self.events(self.site()))[0], [10, 4000, 4010, 7000, 7010, 10 * MANY])

    def test_many_records_leave_all(self):
        for time in range(0, 10 * MANY, 100):
            self.record(time, 0)
        self.assertEqual(len(self.told(self.events(self.site()))[0]), MANY)

    def test_what_is_judged_stays_and_is_not_logged(self):
        left, logged = self.told(self.events(self.site(judged=True)))
        self.assertEqual((len(left), logged), (MANY, [10, 10 * MANY]))

    def test_judged_and_not_judged(self):
        left, logged = self.told(self.events(self.site(judged=True), self.site()))
        self.assertEqual(len(left), MANY + 2)
        self.assertEqual(logged, [10, 20, 20 * MANY - 10, 20 * MANY])

    def test_stores_by_which_a_container_is_reached(self):
        store = self.site(access=UPDATE, op="store")
        self.assertEqual(len(self.told(self.events(store))[0]), 2)
        bases.add("n")
        self.addCleanup(bases.discard, "n")
        self.assertEqual(len(self.told(self.events(store))[0]), MANY)
        self.assertEqual(len(self.told(self.events(self.site(access=UPDATE, op="store", flags=("constant",))))[0]), 2)

    def test_what_stays(self):
        site = self.site()
        for why, events in {
            "few": self.events(site, count=50),
            "a lane that is gone": self.events(site, lane=Lane(2)),
            "tasks": self.events(site, task=3),
            "what prepares": self.events(self.site(op="prepare")),
        }.items():
            with self.subTest(why):
                self.assertEqual(len(self.told(events)[0]), len(events) // WIDTH)


if __name__ == "__main__":
    unittest.main()
