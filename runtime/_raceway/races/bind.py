"""Puts the sites into rewritten code, as constants: the program's globals gain no names, and nothing is looked up by name."""

from _weakref import ref
from itertools import count
from sys import modules

from _raceway.races.groups import Group, watch
from _raceway.races.keepers import module_is_loaded
from _raceway.races.sites import SWITCHES_ANYWHERE, Site, here

if SWITCHES_ANYWHERE:
    from _raceway.races.windows import WindowedVariable as Variable
else:
    from _raceway.races.judge import Variable

HERE = "\0raceway here"
SITE = "\0raceway site %d"
"""What stands in rewritten code in the place of `here` and of the sites: constants that can be written to a file."""

_CODE = type(compile("", "", "exec"))
variables = {}
"""(module, name) → the Variable of each global that is observed, of the module that `sys.modules` has; (module, name, number) of
another one that was loaded from the same file, or by the same name."""
ambiguous = set()
"""(module, name) of globals of which that cannot be said."""
bases = set()
"""Names through which containers are reached."""
_homes = {}  # name → a weak reference to the module whose variables are (module, name); None: to which one is not known
_loads = count(1)


class Rewritten:
    """code      the code object with texts in the place of sites; None where nothing is to be noted
    groups, sites    rows of which `bind` makes them
    unwatched        "kind name" of variables of which some access is not noted
    """

    def __init__(self, code, groups, sites, unwatched):
        self.code, self.groups, self.sites, self.unwatched = code, groups, sites, unwatched


def bind(rewritten, module_name, path, home=None):
    """The code object that shall run. Until a thread is started nothing of what it does is noted.

    `home` is the module that it fills, where it is known. Loaded again into the same module, it has the same variables.
    """
    load = _load(rewritten, module_name, home)
    made = [_group(row, module_name, load) for row in rewritten.groups]
    sites = []
    for group, access, target, line, column, end_column, function, *_ in rewritten.sites:
        sites.append(Site(made[group], access, target, (path, line, column, end_column, function)))
    for site, row in zip(sites, rewritten.sites):
        feeds, site.may_write_back, site.op, site.flags, site.judged, site.base, prepared = row[7:]
        if feeds is not None:
            site.feeds = frozenset([sites[number] for number in feeds])
        if prepared is not None:
            site.prepared = sites[prepared]
        if site.base is not None:
            bases.add(site.base[1])
    module_is_loaded(path, module_name)
    texts = {SITE % number: site for number, site in enumerate(sites)}
    texts[HERE] = here
    for group in made:
        watch.add(group)
    return _replace(rewritten.code, texts)


def note_unwatched(rewritten):
    """Before code runs that writes variables without notes, which may be noted elsewhere."""
    for name in rewritten.unwatched:
        watch.miss(name)


def _load(rewritten, module_name, home):
    """What the keys of its globals' Variables end with: nothing for the module that has this name, a number for another one."""
    if home is None:
        if module_name not in _homes:
            _homes[module_name] = None
            return ()
        ambiguous.update([(module_name, row[2]) for row in rewritten.groups if row[0] == "global"])
    elif modules.get(module_name) is home:
        known = _homes.get(module_name)
        if known is None or known() is not home:
            _homes[module_name] = ref(home)
            for key in [key for key in variables if len(key) == 2 and key[0] == module_name]:
                variables[(*key, next(_loads))] = variables.pop(key)
        return ()
    return (next(_loads),)


def _group(row, module_name, load):
    kind, scope, name, shown, has_silent_sites, judged = row
    variable = None
    if kind == "global":
        scope = module_name
        key = (scope, name, *load)
        variable = variables.get(key)
        if variable is None:
            variable = variables[key] = Variable(kind, scope, name)
            if watch.misses(variable):
                variable.loosen()
    group = Group((kind, scope, name), shown, variable)
    group.has_silent_sites, group.judged = has_silent_sites, judged
    return group


def _replace(code, texts):
    constants = []
    for constant in code.co_consts:
        if type(constant) is str:
            constant = texts.get(constant, constant)
        elif type(constant) is _CODE:
            constant = _replace(constant, texts)
        constants.append(constant)
    return code.replace(co_consts=tuple(constants))
