"""Reads the journals that the sites write: which variable was meant, then on to the judge, then to the recording.

Done at each heartbeat by the service thread, at the end of the process, and in the exact tier by whichever thread burns a fuse.
"""

from _thread import RLock
from sys import modules

from _raceway.garbage import EVENTS_A_PAUSE, never
from _raceway.races import telling
from _raceway.races.accesslog import WHOLE, log
from _raceway.races.actors import actor
from _raceway.races.actors import forget as forget_tasks
from _raceway.races.bind import Variable, ambiguous, variables
from _raceway.races.groups import ANY_ITEM, HITS_A_FUSE, names_of, watch
from _raceway.races.judge import READ
from _raceway.races.judge import Variable as AnyVariable
from _raceway.races.sites import (
    FIXED,
    ITEM,
    JOURNALS,
    NO_ACCESS,
    NOTHING_MAILED,
    PLAIN,
    SWITCHES_ANYWHERE,
    WIDTHS,
    Opaque,
)
from _raceway.races.storage import is_container, is_equal_to_itself_alone, is_proxy, keeps_attribute, keeps_items
from _raceway.races.thinning import THINNED, thinned

SHARED_MEMORY = "multiprocessing.sharedctypes"
THING = 5
"""Where in an event the id of the object or container stands."""
EVENTS_AT_ONCE = 50_000
PATIENCE_SECONDS = 1.0
MOST_VARIABLES = 50_000
"""Objects and items that are followed at one time; then those that one lane alone has used are forgotten, if need be all that
have lost nothing yet."""

LONGEST_KEY = 64
"""Characters of a text that is kept as a key; of a longer one its length and hash."""

_MODULE = type(telling)

_attributes = {}
_items = {}
_last_mailed = {}
_accessed = {}  # (lane, site) → the variable that it may be accessing, where that takes a while (windows.py)
_loosened = set()
_loose_containers = set()
_loose_by_now = 0
_unread = {FIXED: [], ITEM: []}  # what was taken out of the journals, the last entry first
_gate = RLock()


def drain(pause=never):
    """Read all that is there now. One thread at a time; others wait a moment, so that the journals cannot grow for ever.

    Our thread gives others their turn by `next(pause)`.
    """
    # A signal handler may interrupt the reading in this very thread; and where it raises, nothing is lost but its turn.
    if _gate._is_owned():  # pyright: ignore
        return
    try:
        if _gate.acquire(True, PATIENCE_SECONDS):
            _drain(pause)
    finally:
        if _gate._is_owned():  # pyright: ignore
            _gate.release()


watch.drain = drain


def _write_missed(name):
    kind = name[0] if type(name) is tuple else name.partition(" ")[0]
    target = ITEM if kind == "item" else FIXED
    JOURNALS[target].extend((NO_ACCESS, *[None] * (WIDTHS[target] - 3), name, 0))


watch.write_missed = _write_missed


def _look_for_sharing(group):
    """Read ahead what the group has noted lately: `lanes`, and whether an object (or container) was met by two of them."""
    target = group.sites[0].target
    journal, width = JOURNALS[target], WIDTHS[target]
    events = journal[-2 * HITS_A_FUSE * len(group.sites) * width :]
    sites, owners = set(group.sites), group.owners
    for lane, task, thing, site in zip(*[events[at::width] for at in (1, width - 3, THING, width - 2)]):
        lane = actor(lane, task)
        if site in sites and thing != NOTHING_MAILED and owners.setdefault(thing, lane) is not lane:
            group.is_shared = True
            break


watch.look_for_sharing = _look_for_sharing


def _drain(pause):
    for target, read in ((FIXED, _read_variables), (ITEM, _read_items)):
        journal, width = JOURNALS[target], WIDTHS[target]
        _read(read, _unread[target], width, pause)
        length = len(journal)
        while length:
            # Events come whole; only this thread takes any away.
            part = min(length, EVENTS_AT_ONCE * width)
            length -= part
            events = journal[:part]
            events = thinned(events, width)
            events.reverse()
            # No call between these two, so no signal handler.
            _unread[target] = events
            del journal[:part]
            _read(read, events, width, pause)
    log.write(pause)
    AnyVariable.drains += 1
    _loosen_containers()
    if len(_attributes) + len(_items) > MOST_VARIABLES:
        _forget_private()
    telling.tell()


def _read(read, events, width, pause):
    """Read the events, from the end of the list. What raises here is the program's (a signal handler): it goes on next time."""
    judged = [None]
    try:
        while events:
            read(events, judged, max(0, len(events) - EVENTS_A_PAUSE * width))
            next(pause)
    except BaseException:
        if judged[0] is not None:
            judged[0].spoil()
            telling.news.add(judged[0])
        raise


def _read_variables(events, judged, left):
    """As many as leave `left` entries."""
    while len(events) > left:
        judged[0] = None
        time, site, task, _, kind, thing, owner_kind, owner, reference, lane, generation = events[-11:]
        if generation == NO_ACCESS:
            _read_other(lane, site, task, judged)
            del events[-11:]
            continue
        if site.op is not None and reference is not THINNED:
            _log_variable(time, site, lane, task, thing, kind, reference, owner, owner_kind)
        if not site.judged:
            del events[-11:]
            continue
        lane = actor(lane, task)
        variable = site.group.variable
        if variable is None:
            variable = _attribute(_mailed((thing, kind), lane, site), site)
            if variable is None:
                del events[-11:]
                continue
        judged[0] = variable
        del events[-11:]
        variable.access(generation, lane, site, time)
        if SWITCHES_ANYWHERE:
            _accessed[lane, site] = variable
        if site.access != READ and variable.stale:
            telling.news.add(variable)


def _attribute(mailed, site):
    """The Variable that is this attribute of that object; None for what is of no concern."""
    if mailed is None:
        return None
    thing, kind = mailed
    name = thing, site.group.name[2]
    if not keeps_attribute(kind, name[1]):
        if is_proxy(kind):
            _miss("named %s" % name[1])
        return None
    variable = _attributes.get(name)
    if variable is None:
        is_module = issubclass(kind, _MODULE)
        variable = _attributes[name] = is_module and _global_of(thing, name[1]) or _new(site.group.name)
        # A module's attribute is its global.
        if is_module and not {("attribute", "", name[1]), *_globals_called(name[1])}.isdisjoint(watch.missed):
            variable.loosen()
    return variable


def _globals_called(name):
    return [group.name for group in watch.groups if group.name[0] == "global" and group.name[2] == name]


def _new(name):
    variable = Variable(*name)
    if watch.misses(variable):
        variable.loosen()
    return variable


def _read_other(lane, what, task, judged):
    """No access: the end of one, or from here on some are missing."""
    if lane is None:
        _loosen(what)
        return
    lane = actor(lane, task)
    variable = _accessed.get((lane, what.site))
    if variable is not None:
        judged[0] = variable
        del _accessed[lane, what.site]
        variable.over(lane)
        if variable.stale:
            telling.news.add(variable)


def _loosen(name):
    """Accesses are missing from here on, under this name."""
    if name in _loosened:
        return
    for variable in [*variables.values(), *_attributes.values(), *_items.values()]:
        if name in names_of(variable):
            variable.loosen()
    if name[0] == "global":  # it may be an attribute of a module that nobody finds by its name
        for (_, attribute), variable in _attributes.items():
            if attribute == name[2]:
                variable.loosen()
    if name[0] == "item":  # one container may have many names
        for (container, _), variable in _items.items():
            if any([site.group.name == name for site in variable.hits]):
                _loose_containers.add(container)
    _loosened.add(name)


def _loosen_containers():
    global _loose_by_now
    if len(_loose_containers) != _loose_by_now:
        _loose_by_now = len(_loose_containers)
        for (container, _), variable in _items.items():
            if container in _loose_containers:
                variable.loosen()


def _read_items(events, judged, left):
    """As many as leave `left` entries."""
    while len(events) > left:
        judged[0] = None
        time, site, task, _, key_kind, key_id, kind, key, thing, owner_kind, owner, reference, lane, generation = (
            events[-14:]
        )
        if generation == NO_ACCESS:
            _read_other(lane, site, task, judged)
            del events[-14:]
            continue
        if key_kind is not int and (key_kind is not str or len(key) > LONGEST_KEY):
            key = _comparable(key, key_id, key_kind)
        if site.op is not None and reference is not THINNED:
            _log_item(time, site, lane, task, key, kind, reference, owner, owner_kind)
        if not site.judged:
            del events[-14:]
            continue
        lane = actor(lane, task)
        name = _mailed((thing, key, kind), lane, site)
        if name is None or not _is_item(*name):
            del events[-14:]
            continue
        variable = _items.get(name[:2])
        if variable is None:
            variable = _items[name[:2]] = _new_item(name, site.group.name)
        judged[0] = variable
        if not variable.is_loose and (site.group.has_rested or name[0] in _loose_containers):
            # By other names of this container others may go unnoted, too.
            _loose_containers.add(name[0])
            variable.loosen()
        del events[-14:]
        variable.access(generation, lane, site, time)
        if SWITCHES_ANYWHERE:
            _accessed[lane, site] = variable
        if site.access != READ and variable.stale:
            telling.news.add(variable)


def _log_variable(time, site, lane, task, thing, kind, reference, owner, owner_kind):
    """For the judge of data races; `site.group.name` tells what it is."""
    what, _, name = site.group.name
    if what == "attribute":
        if issubclass(kind, _MODULE):
            variable = _global_of(thing, name)
            if variable is not None:
                log.note_global(time, site, lane, task, variable)
            return
        if kind.__module__ == SHARED_MEMORY and name in ("value", "raw"):
            log.note_shared(time, site, lane, task, reference)
            return
        if not keeps_attribute(kind, name):
            return
    elif what == "container" and site.prepared is None and not is_container(kind):
        return
    log.note(time, site, lane, task, (WHOLE, kind, reference, owner, owner_kind))


def _log_item(time, site, lane, task, key, kind, reference, owner, owner_kind):
    if kind.__module__ == SHARED_MEMORY and type(key) is int:
        log.note_shared(time, site, lane, task, reference, key)
        return
    if key is not Opaque and (site.prepared is not None or is_container(kind)):
        log.note(time, site, lane, task, (key, kind, reference, owner, owner_kind))


def _is_item(container, key, kind):
    if not keeps_items(kind):
        _miss(ANY_ITEM)  # it may pass on what is done to it
        return False
    if key is Opaque:
        # The key of an item whose other accesses cannot be told from it.
        _loose_containers.add(container)
        return False
    return True


def _miss(name):
    if name not in _loosened:
        watch.missed.add(name)
        _loosen(name)


def _new_item(name, group_name):
    container, key, kind = name
    variable = _new(group_name)
    if type(key) is tuple and key and type(key[0]) is type:  # not the key itself: others may be equal to it
        variable.loosen()
        if not issubclass(kind, dict):  # a slice, or a number of its own kind
            _loose_containers.add(container)
    elif type(key) is int and key < 0 and not issubclass(kind, dict):
        _loose_containers.add(container)  # an item with two numbers
    return variable


def _global_of(thing, name):
    """The variable that an attribute of a module is inside of that module; None where that is not observed."""
    names = [module_name for module_name, module in list(modules.items()) if id(module) == thing]
    if not names or any([(each, name) in ambiguous for each in names]):
        _miss("named %s" % name)  # one of several modules made of one file; which one is not known
        return None
    return next((variables[each, name] for each in names if (each, name) in variables), None)


def _mailed(thing, lane, site):
    """What was mailed; for the second half of `a.b.c += f()`, where nothing is, what the lane last mailed for this group."""
    if thing[0] != NOTHING_MAILED:
        if site.group.has_silent_sites:
            _last_mailed[lane, site.group] = thing
        return thing
    return _last_mailed.get((lane, site.group))


def _comparable(key, key_id, kind):
    """What stands for a key: itself; where it is too long a tuple that says so; Opaque where nobody knows what it equals."""
    if key is Opaque:
        return (Opaque, key_id) if is_equal_to_itself_alone(kind) else Opaque
    if kind is tuple:
        if not all([type(part) in PLAIN for part in key]):
            return Opaque
        is_long = any([_is_long(part) for part in key])
    else:
        is_long = _is_long(key)
    return (type(key), len(key), hash(key)) if is_long else key


def _is_long(key):
    return type(key) in (str, bytes) and len(key) > LONGEST_KEY


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
    global _gate, _loose_by_now
    _loose_by_now = 0
    watch.turn = RLock()
    for journal in (*JOURNALS, *_unread.values()):
        del journal[:]
    _attributes.clear()
    _items.clear()
    _last_mailed.clear()
    _accessed.clear()
    forget_tasks()
    log.begin_anew()
    _loosened.clear()
    _loose_containers.clear()
    telling.forget()
    for group in watch.groups:
        if group.variable is not None:
            group.variable.__init__(group.variable.kind, group.variable.scope, group.variable.name)
            if watch.misses(group.variable):
                group.variable.loosen()
    _gate = RLock()
