"""Pickles of `threading.Lock`, a class from 3.13 on: a SyncManager hands it to its process, which may be a spawned one."""

from sys import version_info

from _raceway.instruments.atomic import LockType
from _raceway.instruments.locks import Lock
from _raceway.standin import attribute


def _reduce(cls):
    # Without this pickle would look for the class under its name, which is the native one's, and find that.
    if cls is not Lock:
        return attribute("_thread", "RLock")
    return attribute("threading", "Lock") if version_info >= (3, 13) else cls.__qualname__


def install(copyreg):
    # Of a class pickle asks this table for its metaclass first.
    copyreg.dispatch_table[LockType] = _reduce
