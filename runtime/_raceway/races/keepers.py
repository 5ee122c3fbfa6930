"""Who keeps objects alive that take no weak reference (owners.py): threads their arguments, modules their globals.

Noted by the thread that starts another one; read in order with the accesses.
"""

from _functools import partial
from _weakref import ref
from itertools import count
from sys import modules
from time import perf_counter_ns

from _raceway.races.groups import watch
from _raceway.races.owners import needs_keeper
from _raceway.races.unseen import INSIDE_ANYTHING

MOST_THINGS = 1_000
"""Objects of one keeper that are looked at."""
DEEPEST = 3
INSIDE = "inside"
PAUSE_NS = 20_000_000
"""Globals are looked through this often at most."""

events = []
"""(time, keeper, [(id, type)…]): it keeps these from then on; None in the place of the list: it does no longer."""
observed = set()
"""Names of modules whose code is rewritten."""
_looked_ns = 0
_calls = count(1)
_kept_calls = {}  # keeper → weak reference to the call
_threads = {}  # id of a Thread that has not run to its end → its keeper
_FUNCTION = type(needs_keeper)


def thread_is_made(thread):
    """A Thread keeps its target and arguments from its making until it has run, or until it is gone."""
    target = getattr(thread, "_target", None)
    keeper = call_is_kept(thread, target, getattr(thread, "_args", ()), getattr(thread, "_kwargs", {}))
    if keeper is not None:
        _threads[id(thread)] = keeper


def thread_ends(thread):
    """It has run."""
    keeper = _threads.pop(id(thread), None)
    if keeper is not None:
        _call_is_over(keeper, None)


def call_is_kept(call, function, *arguments):
    """`call` keeps what will be called later, in another thread, for as long as it lives itself. Returns what it is known as."""
    keeper = "call", next(_calls)
    if not _keep(keeper, [function, *arguments]):
        return None
    _kept_calls[keeper] = ref(call, partial(_call_is_over, keeper))
    return keeper


def _call_is_over(keeper, _):
    if _kept_calls.pop(keeper, None) is None:
        return  # a thread that has run, and now is gone
    events.append((perf_counter_ns(), keeper, None))


def look_at_globals():
    """The program's modules keep what they hold, until it is bound anew."""
    global _looked_ns
    time = perf_counter_ns()
    if time - _looked_ns < PAUSE_NS:
        return
    _looked_ns = time
    for name in list(observed):
        values = getattr(modules.get(name), "__dict__", None)
        if type(values) is dict:
            for key, value in list(values.items()):
                kind = type(value)
                if needs_keeper(kind):
                    events.append((time, ("global", name, key), [(id(value), kind)]))
                    if not may_be_emptied_unseen(key):
                        _look_inside(value, kind, DEEPEST - 1)


def may_be_emptied_unseen(key):
    """Does the program give a global of this name to functions, which may be C code, that takes things out of containers?"""
    return not watch.missed.isdisjoint(("handed " + key, INSIDE_ANYTHING))


def _look_inside(container, kind, depth):
    """A container keeps those in it, until something is taken out of it."""
    if kind not in (list, dict) or len(container) > MOST_THINGS:
        return
    time = perf_counter_ns()  # what goes away while we look is noted later than that
    values = [(value, type(value)) for value in list(container.values() if kind is dict else container)]
    found = [(value, inner) for value, inner in values if needs_keeper(inner)]
    if found:
        events.append((time, (INSIDE, id(container), kind), [(id(value), inner) for value, inner in found]))
    if depth:
        for value, inner in found:
            _look_inside(value, inner, depth - 1)


def _keep(keeper, things):
    found = []
    _find(things, found, DEEPEST, set())
    if found:
        events.append((perf_counter_ns(), keeper, found))
    return bool(found)


def _find(things, found, depth, met):
    for thing in things:
        kind = type(thing)
        if len(found) >= MOST_THINGS or id(thing) in met:
            continue
        met.add(id(thing))
        if needs_keeper(kind):
            found.append((id(thing), kind))
        if depth:
            _find(_inside(thing, kind), found, depth - 1, met)


def _inside(thing, kind):
    """What it holds and cannot lose: arguments in tuples, what a function closes over, the object of a method."""
    if kind is tuple:
        return thing
    if kind is dict and len(thing) <= MOST_THINGS:  # keyword arguments
        return list(thing.values())
    if kind is _FUNCTION:
        return [cell.cell_contents for cell in thing.__closure__ or () if _is_full(cell)]
    owner = getattr(thing, "__self__", None) if kind.__name__ in ("method", "builtin_function_or_method") else None
    if kind.__name__ == "partial":
        return thing.func, *thing.args
    return (owner,) if owner is not None else ()


def _is_full(cell):
    try:
        return cell.cell_contents is not cell
    except ValueError:
        return False


def forget():
    """In a forked child."""
    del events[:]
    _kept_calls.clear()
    _threads.clear()


_modules = {}  # file → name of the module that was loaded from it; None: several


def module_is_loaded(path, name):
    """Rewritten code of this file is about to run as that module."""
    observed.add(name)
    _modules[path] = name if _modules.get(path, name) == name else None


def module_of(path):
    """The name of the only module that was loaded from a file, or None."""
    return _modules.get(path)
