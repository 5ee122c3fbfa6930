"""Which objects simply keep what is assigned to them: only of those an attribute or an item is a variable.

Others run code of the program at an access, or pass it on to who knows where: a proxy of a thread-local, a property, a container
that refuses. Nothing is said of those. Each type is looked at once.
"""

from _collections import deque
from _functools import partial
from _thread import _local
from _weakref import CallableProxyType, ProxyType, ref

_SLOT = type(object.__setattr__)  # a method in C
_METHOD = type(dict.get)
_MEMBER = type(property.fget)  # an attribute kept in a slot
_MODULES = ("array", "builtins", "collections", "types", "_thread")
"""Where the types in C are defined whose storage is known."""
_PROXIES = (_local, super, CallableProxyType, ProxyType)

CONTAINERS = list, dict, set, bytearray, deque
_METHODS_OF_CONTAINERS = frozenset([name for kind in CONTAINERS for name in dir(kind)]) - frozenset(dir(object))

_known = {}


def keeps_attribute(kind, name):
    """Does an object of this type keep the attribute, in its __dict__ or a slot, without running any code?"""
    return _answer(kind, name, _keeps_attribute)


def keeps_items(kind):
    """Does a container of this type keep its items, without running any code?"""
    return _answer(kind, 0, _keeps_items)


def is_container(kind):
    """Is it a list, dict, set or deque, or made of one and changed in nothing that a container does?"""
    return _answer(kind, 3, _is_container)


def is_proxy(kind):
    """Does an object of this type pass on, or may it, what is done to its attributes?"""
    return not issubclass(kind, _local) and _answer(kind, 1, _is_proxy)


def is_equal_to_itself_alone(kind):
    return _answer(kind, 2, _has_no_equals)


def _answer(kind, name, find_out):
    # By id: a metaclass may have a __hash__ of its own.
    known = _known.get(id(kind))
    if known is None:
        known = _known[id(kind)] = {}, ref(kind, partial(_forget, id(kind)))
    answers = known[0]
    if name not in answers:
        answers[name] = find_out(kind, name)
    return answers[name]


def _forget(key, _):
    _known.pop(key, None)


def _is_proxy(kind, _):
    if _found(kind, "__getattr__") is not None or issubclass(kind, _PROXIES):
        return True
    return not all([_is_c(_found(kind, method), _SLOT) for method in ("__getattribute__", "__setattr__")])


def _is_container(kind, _):
    for base in type.__dict__["__mro__"].__get__(kind):
        if base in CONTAINERS:
            return True
        own = type.__dict__["__dict__"].__get__(base)
        if base.__module__ != "collections" and not _METHODS_OF_CONTAINERS.isdisjoint(own):
            return False
    return False


def _has_no_equals(kind, _):
    return _found(kind, "__eq__") is object.__eq__


def _keeps_attribute(kind, name):
    if _is_proxy(kind, name):
        return False
    found = _found(kind, name)
    return type(found) is _MEMBER or _found(type(found), "__set__") is None


def _keeps_items(kind, _):
    reading = (
        _found(kind, "__getitem__"),
        _found(kind, "__contains__"),
        _found(kind, "get"),
        _found(kind, "__missing__"),
    )
    if issubclass(kind, _PROXIES) or not _is_c(_found(kind, "__setitem__"), _SLOT):
        return False
    return all([each is None or _is_c(each, _SLOT, _METHOD) or _is_counters(each) for each in reading])


def _found(kind, name):
    for base in type.__dict__["__mro__"].__get__(kind):
        found = type.__dict__["__dict__"].__get__(base).get(name)
        if found is not None:
            return found
    return None


def _is_c(found, *types):
    return type(found) in types and found.__objclass__.__module__ in _MODULES


def _is_counters(method):
    """Counter counts what is missing as 0."""
    return getattr(method, "__module__", None) == "collections" and method.__qualname__ == "Counter.__missing__"
