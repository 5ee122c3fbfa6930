"""Which objects keep what is assigned to them, so that an attribute or item of theirs is a variable."""

import array
import collections
import enum
import fractions
import functools
import sys
import threading
import types
import unittest
import weakref

from support.inprocess import RUNTIME

if RUNTIME not in sys.path:
    sys.path.insert(0, RUNTIME)

from _raceway.races.storage import is_equal_to_itself_alone, keeps_attribute, keeps_items  # noqa: E402


class Redirection:
    def __get__(self, thing, kind=None):
        return 1

    def __set__(self, thing, value):
        pass


class Plain:
    __slots__ = ("__dict__", "slot")

    redirected = Redirection()

    @property
    def computed(self):
        return 1

    @functools.lru_cache(maxsize=None)  # noqa: B019
    def method(self):
        pass


class Kind(type):
    pass


class Trouble(Exception):
    pass


class Module(types.ModuleType):
    pass


class Refuses:
    def __setattr__(self, name, value):
        raise ValueError


class PassesOn:
    def __getattr__(self, name):
        return 1


class Watches:
    def __getattribute__(self, name):
        return object.__getattribute__(self, name)


class Own(threading.local):
    pass


class Table(dict):
    pass


class RefusingTable(dict):
    def __setitem__(self, key, value):
        raise ValueError


class FillingTable(dict):
    def __missing__(self, key):
        return 1


class Storage(unittest.TestCase):
    def test_attributes(self):
        for kind in (Plain, Kind, type, Trouble, types.ModuleType, Module, Table, threading.Thread, type(lambda: 0)):
            self.assertTrue(keeps_attribute(kind, "n"), kind)
        for kind in (Refuses, PassesOn, Watches, Own, threading.local, weakref.ProxyType, super):
            self.assertFalse(keeps_attribute(kind, "n"), kind)

    def test_one_attribute_may_be_kept_and_another_not(self):
        self.assertTrue(keeps_attribute(Plain, "slot"))
        self.assertTrue(keeps_attribute(Plain, "method"))
        self.assertFalse(keeps_attribute(Plain, "computed"))
        self.assertFalse(keeps_attribute(Plain, "redirected"))

    def test_items(self):
        fine = dict, list, bytearray, array.array, collections.Counter, collections.OrderedDict, collections.defaultdict
        for kind in (*fine, collections.deque, Table):
            self.assertTrue(keeps_items(kind), kind)
        for kind in (RefusingTable, FillingTable, collections.UserDict, weakref.ProxyType, int):
            self.assertFalse(keeps_items(kind), kind)

    def test_equal_to_itself_alone(self):
        for kind in (Plain, type, types.ModuleType, enum.Enum):
            self.assertTrue(is_equal_to_itself_alone(kind), kind)
        for kind in (frozenset, str, fractions.Fraction):
            self.assertFalse(is_equal_to_itself_alone(kind), kind)

    def test_a_type_that_is_gone_is_forgotten(self):
        def ask():
            kind = type("Gone", (), {})
            keeps_attribute(kind, "n")
            return weakref.ref(kind)

        known = sys.modules["_raceway.races.storage"]._known
        before = len(known)
        gone = ask()
        __import__("gc").collect()
        self.assertIsNone(gone())
        self.assertLessEqual(len(known), before)


if __name__ == "__main__":
    unittest.main()
