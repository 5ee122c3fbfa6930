"""Which object an access is of: runtime/_raceway/races/owners.py and keepers.py."""

import sys
import threading
import unittest
import weakref
from collections import deque

from support.inprocess import RUNTIME

if RUNTIME not in sys.path:
    sys.path.insert(0, RUNTIME)

from _raceway.races import keepers  # noqa: E402
from _raceway.races.owners import NOBODY, Owners, needs_keeper  # noqa: E402


class Row:
    pass


class Bare:
    __slots__ = ("x",)


class Numbers(unittest.TestCase):
    def setUp(self):
        self.owners = Owners()

    def test_an_object_keeps_its_number_as_long_as_it_lives(self):
        row = Row()
        first = self.owners.number(weakref.ref(row), Row)
        self.assertEqual(self.owners.number(weakref.ref(row), Row), first)
        self.assertNotEqual(first, NOBODY)

    def test_an_object_at_the_same_address_has_another_number(self):
        numbers = set()
        for _ in range(10):
            row = Row()
            numbers.add(self.owners.number(weakref.ref(row), Row))
            del row
        self.assertEqual(len(numbers), 10)

    def test_a_list_that_nobody_keeps_is_nobody(self):
        self.assertEqual(self.owners.number(4711, list), NOBODY)

    def test_a_list_is_known_by_the_path_that_holds_it_until_that_is_bound_anew(self):
        path = "attribute", 1, "items"
        first = self.owners.number_at(4711, list, path)
        self.assertEqual(self.owners.number_at(4711, list, path), first)
        self.owners.rebound(path)
        self.assertNotEqual(self.owners.number_at(4711, list, path), first)

    def test_another_list_at_the_same_path_is_another(self):
        path = "attribute", 1, "items"
        self.assertNotEqual(self.owners.number_at(4711, list, path), self.owners.number_at(4712, list, path))

    def test_what_is_kept_is_known_by_any_name_until_its_last_keeper_lets_go(self):
        self.owners.keep("thread 1", [(4711, list)])
        first = self.owners.number(4711, list)
        self.owners.keep("thread 2", [(4711, list)])
        self.owners.let_go("thread 1")
        self.assertEqual(self.owners.number(4711, list), first)
        self.assertEqual(self.owners.number_at(4711, list, ("attribute", 1, "items")), first)
        self.owners.let_go("thread 2")
        self.assertEqual(self.owners.number(4711, list), NOBODY)
        self.owners.keep("thread 3", [(4711, list)])
        self.assertNotEqual(self.owners.number(4711, list), first)

    def test_a_keeper_that_lost_something_shows(self):
        self.owners.keep("rows", [(4711, list), (4712, list)])
        self.assertFalse(self.owners.keeps_other_than("rows", [(4711, list), (4712, list), (4713, list)]))
        self.assertTrue(self.owners.keeps_other_than("rows", [(4711, list)]))
        self.assertFalse(self.owners.keeps_other_than("columns", []))

    def test_a_type_that_does_not_fit_is_another_object(self):
        self.owners.keep("thread 1", [(4711, list)])
        self.assertEqual(self.owners.number(4711, dict), NOBODY)


class Needs(unittest.TestCase):
    def test_which_types_take_no_weak_reference_and_are_shared(self):
        kinds = list, dict, bytearray, Bare, Row, set, deque, int, str, tuple
        self.assertEqual([kind for kind in kinds if needs_keeper(kind)], [list, dict, bytearray, Bare])


class Keepers(unittest.TestCase):
    def setUp(self):
        keepers.forget()
        self.addCleanup(keepers.forget)

    def kept(self):
        return [[thing for thing, _ in things] for _, _, things in keepers.events if things is not None]

    def test_a_thread_keeps_its_arguments_and_what_its_target_closes_over(self):
        argument, closed, bare = [], {}, Bare()
        thread = threading.Thread(target=lambda *_: closed, args=((argument,), bare))
        keepers.thread_is_made(thread)
        (kept,) = self.kept()
        self.assertLessEqual({id(argument), id(closed), id(bare)}, set(kept))

    def test_it_lets_go_once_when_it_has_run(self):
        thread = threading.Thread(args=([],))
        keepers.thread_is_made(thread)
        keepers.thread_ends(thread)
        del thread
        self.assertEqual([things is None for _, _, things in keepers.events], [False, True])

    def test_one_that_never_runs_lets_go_when_it_is_gone(self):
        thread = threading.Thread(args=([],))
        keepers.thread_is_made(thread)
        del thread
        self.assertEqual([things is None for _, _, things in keepers.events], [False, True])

    def test_who_has_nothing_to_keep_tells_nothing(self):
        keepers.thread_is_made(threading.Thread(target=print, args=(1, "a")))
        self.assertEqual([row for row in keepers.events if row[2] and any(kind is list for _, kind in row[2])], [])


if __name__ == "__main__":
    unittest.main()
