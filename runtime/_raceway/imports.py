"""Reaches modules of the standard library when the program imports them, and hides those that we import.

`on_import` runs a callback as soon as a module was executed and before its importer sees it. Nothing is imported
early for that: sys.modules of a traced program is what it would be without us, but for names that begin with
`_raceway`.

The only lasting trace is one finder, first on sys.meta_path. For a module that somebody waits for it lets the
import system find the spec as always and adds a step to the end of the loader's `exec_module`. The step is gone
before the module's body runs, so nobody ever sees a loader or spec of ours, and nothing of ours is pickled,
compared or printed. Questions that are no imports (`importlib.util.find_spec`) get the genuine answer, because the
finder keeps silent.
"""

import sys
from _thread import get_ident

from _raceway.classify import is_standard_library

_importlib = sys.modules["_frozen_importlib"]
_external = sys.modules["_frozen_importlib_external"]

# Loaders made for one module each, with a __dict__: an attribute on the instance shadows the class's method for
# that module.
_PRIVATE_LOADERS = (_external.SourceFileLoader, _external.SourcelessFileLoader, _external.ExtensionFileLoader)
# The functions of importlib that look for a module in order to execute it.
_IMPORTING = ("_find_and_load_unlocked", "reload")
# Traceback frames of importlib are cut away by the interpreter; see `_as_importlib`.
_IMPORTLIB_FILE = "<frozen importlib._bootstrap>"

# Modules in C that an instrument, loaded by a callback, may be the first to import.
_OUR_LATE_IMPORTS = (
    "_collections",
    "_functools",
    "_heapq",
    "_operator",
    "_queue",
    "binascii",
    "errno",
    "gc",
    "itertools",
)

_OUR_FOLDER = __file__.rpartition("imports.py")[0][:-1]
_OUR_PACKAGES = ("_raceway.instruments", "_raceway.races")

_callbacks = {}  # module name → callbacks
_early = {}  # module name → callback before it is executed
_anywhere = set()  # of these names, those that need not be the standard library's
_hidden = {}  # module name → module: imported by us, not yet by the program
_searching = set()  # (thread, module name): the import system asks all finders again, ours included, when we ask it


def on_import(name, callback, anywhere=False):
    """Call `callback(module)` now if the module `name` is loaded, and after each time that its body was executed.

    A reload executes the body again and undoes what was patched, hence "each time". Modules of the program that
    shadow the standard library's (a `queue.py` beside the script) are left alone; `anywhere` says that an installed
    package's module is meant. What a callback raises goes to `report`.
    """
    _callbacks.setdefault(name, []).append(callback)
    if anywhere:
        _anywhere.add(name)
    module = sys.modules.get(name)
    if module is not None and (
        anywhere or name in ("builtins", "sys") or is_standard_library(_origin(getattr(module, "__spec__", None)))
    ):
        _call(callback, module)


def before_import(name, callback):
    """Call `callback()` once, before the module `name` is executed: an installed one, too, but only one that there is."""
    _early[name] = callback


def forget(names):
    """Call back no more for modules of these names."""
    for name in names:
        _callbacks.pop(name, None)


def install():
    """Put the finder first on sys.meta_path. It finds our own modules too, the path entry for them can go."""
    sys.meta_path.insert(0, _Finder)
    sys.path_importer_cache.pop(_OUR_FOLDER, None)


def report(module, error):
    """A callback raised `error`. Replaced by whoever can tell the reader of the trace; the import itself goes on."""


def hide_new(before, among=None):
    """Take the modules that we imported since `before` (a set of names) off sys.modules until the program imports them.

    It then gets the very same module object: nothing is initialised twice, which some modules in C do not bear
    (atexit of 3.8 and 3.9 would forget its callbacks). With other threads about, `among` names the modules that may
    be meant.
    """
    for name in set(sys.modules).difference(before):
        if not name.startswith("_raceway") and (among is None or name in among):
            _hidden[name] = sys.modules.pop(name)


class _Finder:
    """Stands on sys.meta_path as a class, as the import system's own finders do."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.startswith("_raceway."):
            return _own_spec(name)
        if name not in _callbacks and name not in _hidden and name not in _early:
            return None
        asking = sys._getframe(1).f_back  # whoever called importlib's `_find_spec`, which called us
        if asking is None or asking.f_code.co_name not in _IMPORTING:
            return None
        if name in _hidden:
            return _importlib.ModuleSpec(name, _Lender(_hidden.pop(name)))
        key = (get_ident(), name)
        if key in _searching:
            return None
        _searching.add(key)
        try:
            spec = _importlib._find_spec(name, path, target)
        finally:
            _searching.discard(key)
        if spec is not None and name in _early:
            early = _early.pop(name)
            _call(lambda ignored: early(), sys)
        if spec is None or name not in _callbacks or not (name in _anywhere or is_standard_library(_origin(spec))):
            return spec
        return call_after_exec(spec, _executed)


def _own_spec(name):
    """The spec of a module or package of ours, found without a look through the program's path entries."""
    path = _OUR_FOLDER + name[len("_raceway") :].replace(".", "/")
    is_package = name in _OUR_PACKAGES
    file = path + "/__init__.py" if is_package else path + ".py"
    loader = _OwnLoader(name, file)
    return _external.spec_from_file_location(
        name, file, loader=loader, submodule_search_locations=[path] if is_package else None
    )


class _OwnLoader(_external.SourceFileLoader):
    """Keeps the bytecode of our modules in our folder whatever the program's settings say (see
    inject/sitecustomize.py).

    The switch cannot be turned for a moment here: other threads may import the program's modules at the same time.
    """

    def source_to_code(self, data, path, **options):
        code = super().source_to_code(data, path, **options)
        if sys.dont_write_bytecode and sys.pycache_prefix is None:
            source = self.path_stats(path)
            pyc = _external._code_to_timestamp_pyc(code, int(source["mtime"]), source["size"])
            self._cache_bytecode(path, _external.cache_from_source(path), pyc)
        return code


def _origin(spec):
    return getattr(spec, "origin", None) or ""


def _executed(module):
    for callback in _callbacks.get(module.__name__, ()):
        _call(callback, module)


def _call(callback, module):
    before = set(sys.modules)
    try:
        callback(module)
    except Exception as error:
        report(module, error)
    hide_new(before, among=_OUR_LATE_IMPORTS)


def call_after_exec(spec, step):
    """Let `step(module)` follow the execution of the module that `spec` describes; returns the spec, or one to use
    for it.
    """
    loader = spec.loader
    if not hasattr(loader, "exec_module"):
        # The zip importer of 3.8 and 3.9 finds, makes and executes a module in one go.
        return _importlib.ModuleSpec(spec.name, _OldStandIn(loader, step)) if hasattr(loader, "load_module") else spec
    if type(loader) not in _PRIVATE_LOADERS:
        spec.loader = _StandIn(loader, step)
        return spec

    @_as_importlib
    def exec_module(module):
        del loader.exec_module
        loader.exec_module(module)
        step(module)

    loader.exec_module = exec_module
    return spec


def _as_importlib(function):
    """Count the function's frame as importlib's.

    The interpreter removes importlib's frames from a traceback that passes through an import
    (`remove_importlib_frames` in Python/import.c knows them by their file name); with ours between them, an error
    in a module's body would look different.
    """
    function.__code__ = function.__code__.replace(co_filename=_IMPORTLIB_FILE)
    return function


class _StandIn:
    """For loaders that serve many modules (built-in, frozen, zip): stands in for one until the body is executed."""

    def __init__(self, loader, step):
        self.loader = loader
        self.step = step

    def create_module(self, spec):
        return self.loader.create_module(spec)

    @_as_importlib
    def exec_module(self, module):
        module.__spec__.loader = module.__loader__ = self.loader
        self.loader.exec_module(module)
        self.step(module)


class _OldStandIn:
    """The same for a loader with `load_module` alone."""

    def __init__(self, loader, step):
        self.loader = loader
        self.step = step

    @_as_importlib
    def load_module(self, name):
        module = self.loader.load_module(name)
        self.step(module)
        return module


class _Lender:
    """Hands out a hidden module as it is."""

    def __init__(self, module):
        self.module = module
        self.spec = module.__spec__

    def create_module(self, spec):
        return self.module

    def exec_module(self, module):
        module.__spec__ = self.spec  # importlib has just set it to ours
