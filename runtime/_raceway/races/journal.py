"""Reads the journals that the sites write: which variable was meant, then on to the judge, then to the recording.

Done at each heartbeat by the service thread, at the end of the process, and in the exact tier by whichever thread burns a fuse.
"""

from _thread import _local, allocate_lock, get_ident
from sys import modules

from _raceway.races import telling
from _raceway.races.bind import variables
from _raceway.races.groups import HITS_A_FUSE, names_of, watch
from _raceway.races.judge import READ
from _raceway.races.sites import FIXED, ITEM, JOURNALS, NO_ACCESS, NOTHING_MAILED, SWITCHES_ANYWHERE, WIDTH, Site

if SWITCHES_ANYWHERE:
    from _raceway.races.windows import WindowedVariable as Variable
else:
    from _raceway.races.judge import Variable

EVENTS_AT_ONCE = 50_000
PATIENCE_SECONDS = 1.0
MOST_VARIABLES = 50_000
"""Objects and items that are followed at one time; then those that one lane alone has used are forgotten, if need be all that
have lost nothing yet."""

_MODULE = type(telling)
_MEMBER = type(Site.off)  # a slot: plain storage
# What a key may be for two equal ones to be one item without asking the program's own __eq__.
_PLAIN = {str, int, bytes, float, bool, type(None)}

_attributes = {}
_items = {}
_last_mailed = {}
_accessed = {}  # (lane, site) → the variable that it may be accessing, where that takes a while (windows.py)
_loosened = set()
_loose_containers = set()
_gate = allocate_lock()
_reader = None


def drain():
    """Read all that is there now. One thread at a time; others wait a moment, so that the journals cannot grow for ever."""
    global _reader
    me = get_ident()
    # A signal handler may interrupt the reading in this very thread.
    if _reader == me or not _gate.acquire(True, PATIENCE_SECONDS):
        return
    _reader = me
    try:
        _drain()
    finally:
        _reader = None
        _gate.release()


watch.drain = drain


def _write_missed(name):
    kind = name[0] if type(name) is tuple else name.partition(" ")[0]
    JOURNALS[ITEM if kind == "item" else FIXED].extend((NO_ACCESS, None, None, None, None, name, 0))


watch.write_missed = _write_missed


def _look_for_sharing(group):
    """Read ahead what the group has noted lately: `lanes`, and whether an object (or container) was met by two of them."""
    journal = JOURNALS[group.sites[0].target]
    events = journal[-2 * HITS_A_FUSE * len(group.sites) * WIDTH :]
    sites, owners = set(group.sites), group.owners
    for lane, thing, site in zip(events[1::WIDTH], events[2::WIDTH], events[5::WIDTH]):
        if site in sites and thing != NOTHING_MAILED and owners.setdefault(thing, lane) is not lane:
            group.is_shared = True
            break


watch.look_for_sharing = _look_for_sharing


def _drain():
    for target, read in ((FIXED, _read_variables), (ITEM, _read_items)):
        journal = JOURNALS[target]
        length = len(journal)
        while length:
            # Events come whole; only this thread takes any away.
            part = min(length, EVENTS_AT_ONCE * WIDTH)
            events = journal[:part]
            del journal[:part]
            length -= part
            read(zip(*[iter(events)] * WIDTH))
    if len(_attributes) + len(_items) > MOST_VARIABLES:
        _forget_private()
    telling.tell()


def _read_variables(events):
    for generation, lane, thing, kind, _, site, time in events:
        if generation == NO_ACCESS:
            _read_other(lane, site)
            continue
        variable = site.group.variable
        if variable is None:
            variable = _attribute(_mailed(thing, lane, site), kind, site)
            if variable is None:
                continue
        variable.access(generation, lane, site, time)
        if SWITCHES_ANYWHERE:
            _accessed[lane, site] = variable
        if site.access != READ and variable.stale:
            telling.news.add(variable)


def _attribute(thing, kind, site):
    """The Variable that is this attribute of that object; None for what is of no concern."""
    if thing is None or _is_of_each_thread(kind):
        return None
    name = thing, site.group.name[2]
    variable = _attributes.get(name)
    if variable is None:
        variable = _attributes[name] = _global_of(thing, kind, name[1]) or _new(site.group.name)
        # A module's attribute is its global.
        others = ("attribute", "", name[1]), issubclass(kind, _MODULE) and "global %s" % name[1]
        if not watch.missed.isdisjoint(others):
            variable.loosen()
        variable.unsure = variable.unsure or _is_computed(kind, name[1])
    return variable


def _new(name):
    variable = Variable(*name)
    if watch.misses(variable):
        variable.loosen()
    return variable


def _read_other(lane, what):
    """No access: the end of one, or from here on some are missing."""
    if lane is None:
        _loosen(what)
        return
    variable = _accessed.pop((lane, what.site), None)
    if variable is not None:
        variable.over(lane)
        if variable.stale:
            telling.news.add(variable)


def _loosen(name):
    """Accesses are missing from here on, under this name."""
    if name in _loosened:
        return
    _loosened.add(name)
    for variable in [*variables.values(), *_attributes.values(), *_items.values()]:
        if name in names_of(variable):
            variable.loosen()
    if name[0] == "attribute":  # a module's attribute is its global
        for (_, attribute), variable in _attributes.items():
            if attribute == name[2]:
                variable.loosen()
    if name[0] == "item":  # one container may have many names
        for (container, _), variable in _items.items():
            if any([site.group.name == name for site in variable.hits]):
                _loose_containers.add(container)
        for (container, _), variable in _items.items():
            if container in _loose_containers:
                variable.loosen()


def _read_items(events):
    for generation, lane, thing, key, _, site, time in events:
        if generation == NO_ACCESS:
            _read_other(lane, site)
            continue
        thing = _mailed((thing, _comparable(key)), lane, site)
        if thing is None:
            continue
        variable = _items.get(thing)
        if variable is None:
            variable = _items[thing] = _new(site.group.name)
            if thing[0] in _loose_containers:
                variable.loosen()
        variable.access(generation, lane, site, time)
        if SWITCHES_ANYWHERE:
            _accessed[lane, site] = variable
        if site.access != READ and variable.stale:
            telling.news.add(variable)


def _is_of_each_thread(kind):
    """Has each thread attributes of its own there? What is no object with attributes is no concern of ours."""
    return issubclass(kind, _local)


def _global_of(thing, kind, name):
    """The variable that an attribute of a module is inside of that module; None where that is not observed."""
    if not issubclass(kind, _MODULE):
        return None
    names = [module_name for module_name, module in list(modules.items()) if id(module) == thing]
    return next((variables[each, name] for each in names if (each, name) in variables), None)


def _is_computed(kind, name):
    """Is the attribute a property or the like? Then what is read and written is not this one, and not in one step."""
    for base in kind.__mro__:
        found = vars(base).get(name)
        if found is not None:
            return hasattr(type(found), "__set__") and type(found) is not _MEMBER
    return False


def _mailed(thing, lane, site):
    """What was mailed; for the second half of `a.b.c += f()`, where nothing is, what the lane last mailed for this group."""
    if (thing[0] if type(thing) is tuple else thing) != NOTHING_MAILED:
        if site.group.has_silent_sites:
            _last_mailed[lane, site.group] = thing
        return thing
    return _last_mailed.get((lane, site.group))


def _comparable(key):
    if type(key) in _PLAIN:
        return key
    if type(key) is tuple and all([type(part) in _PLAIN for part in key]):
        return key
    return "id", id(key)


def _forget_private():
    for followed in (_attributes, _items):
        for key in [key for key, variable in followed.items() if len(variable.seen) < 2 and not variable.stale]:
            del followed[key]
    if len(_attributes) + len(_items) > MOST_VARIABLES:
        for followed in (_attributes, _items):
            for key in [key for key, variable in followed.items() if not variable.stale]:
                del followed[key]
    _last_mailed.clear()


def forget_all():
    """In a forked child: everything so far is the parent's."""
    global _gate, _reader
    for journal in JOURNALS:
        del journal[:]
    _attributes.clear()
    _items.clear()
    _last_mailed.clear()
    _accessed.clear()
    _loosened.clear()
    _loose_containers.clear()
    telling.forget()
    for group in watch.groups:
        if group.variable is not None:
            group.variable.__init__(group.variable.kind, group.variable.scope, group.variable.name)
            if watch.misses(group.variable):
                group.variable.loosen()
    _gate, _reader = allocate_lock(), None
