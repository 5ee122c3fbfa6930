"""Reaches the program's files as they are loaded: imported modules, `-m`, scripts that a spawned process loads again.

The function that makes code from a source file gets one more step, under its own name and in its own file: the interpreter's own
code is made first, with its caches, its warnings and its errors; then ours takes its place. A file that cannot be rewritten
runs as it is, and the recording says so. (The script itself is reached by mainscript.py.)
"""

import _warnings
import sys
from _functools import partial

from _raceway import garbage, recorder
from _raceway.classify import is_program
from _raceway.imports import hide_new
from _raceway.races.bind import bind, note_unwatched
from _raceway.races.cache import Cache
from _raceway.races.pytest_files import NAME as PYTEST
from _raceway.races.pytest_files import PytestFiles
from _raceway.races.workspace import FOREIGN, Workspace
from _raceway.sidetables import absolute

_external = sys.modules["_frozen_importlib_external"]
# Who asks for code in order to run it: `SourceLoader.exec_module` and runpy.
_RUNNERS = ("exec_module", "_get_module_details", "_get_main_module_details")
# Functions of tools that start a script: they make code from a file, and run it as `__main__`.
_STARTERS = (
    ("coverage.execfile", "make_code_from_py"),
    ("_pydevd_bundle.pydevd_runpy", "_get_code_from_file"),  # debugpy's own copy of runpy
)
_IGNORE_ALL = ("ignore", None, Warning, None, 0)

_FunctionType = type(is_program)
_known = None
_told = set()
_pytest = []


def install(imports):
    """From now on; `imports` is the module that tells of imports."""
    add_step(_external.SourceLoader.get_code, _get_code)
    imports.on_import("runpy", lambda runpy: add_step(runpy._get_code_from_file, _code_from_file()))
    for module, function in _STARTERS:
        imports.on_import(module, partial(_reach_starter, function), anywhere=True)


def is_of_user(code):
    """Is this file part of the program and not of what it installed?"""
    path = code.co_filename.replace("\\", "/")
    return not path.startswith("<") and is_program(code) and not any(["/%s/" % name in path for name in FOREIGN])


def observed(code, source, module_name, rewrite=None, home=None):
    """The code to run in the place of `code`: never raises. `source`: bytes, or a function that reads them; `home`: the module
    that it fills, where that is known.
    """
    path = code.co_filename
    try:
        if not is_of_user(code):
            return code
        source = source() if callable(source) else source
        rewritten = (rewrite or rewritten_code)(source, path)
        note_unwatched(rewritten)
        if rewritten.code is not None:
            code = bind(rewritten, module_name, path, home)
        tell(path)
    except RecursionError:
        tell(path, "it is nested too deeply")
    except Exception as error:
        tell(path, "%s: %s" % (type(error).__name__, error))
    return code


def rewritten_code(source, path, compile_first=False):
    """From the cache or new. Raises what `compile` raises. `compile_first`: nobody has compiled it yet.

    For a tree that is too deep the interpreter may have no error where it has one for the source.
    """
    written = _workspace().written(source, path)
    cache = _workspace().cache
    rewritten = cache.read(source, path, written)
    if rewritten is None:
        rewritten = rewrite_quietly(source, path, compile_first=compile_first, written=written)
        cache.write(source, path, rewritten, written)
    return rewritten


def _workspace():
    global _known
    if _known is None:
        _known = Workspace(Cache(), _look_quietly)
    return _known


def rewrite_quietly(source, path, last=None, compile_first=False, written=None):
    """The interpreter itself says what it thinks of this source."""
    if written is None:
        written = _workspace().written(source, path)

    def work(rewriting):
        if compile_first:
            compile(source, path, "exec", dont_inherit=True)
        return rewriting.rewrite(source, path, last, written)

    return _quietly(work)


def _look_quietly(source, path):
    def work(rewriting):
        compile(source, path, "exec", dont_inherit=True)  # nobody may have done that yet (see rewritten_code)
        return rewriting.look(source, path)

    return _quietly(work)


def _quietly(work):
    """`work(the module that rewrites)`: it is loaded, and compiles, with nobody the wiser."""
    # Most programs find all their files in the cache; this takes a while to load.
    before = set(sys.modules)
    load = sys.modules["_frozen_importlib"]._gcd_import  # `-X importtime` does not show it
    rewriting = load("_raceway.races.rewrite")
    hide_new(before, among=("_ast",))
    filters = sys.modules.get("warnings", _warnings).filters
    filters.insert(0, _IGNORE_ALL)
    _mutated()
    # Many small objects are made, and all live until the end. A `for`, after whose step nobody looks for signals.
    for _ in garbage.hold:
        try:
            return work(rewriting)
        finally:
            next(garbage.let_go)
            filters.remove(_IGNORE_ALL)
            _mutated()


def _mutated():
    getattr(_warnings, "_filters_mutated", bool)()


def tell(path, reason=None):
    """Write down that this file is observed, or why it is not."""
    if (path, reason) not in _told:
        _told.add((path, reason))
        row = {"k": "source", "file": absolute(path), "observed": reason is None}
        if reason is not None:
            row["reason"] = reason
        recorder.meta(row)


def tell_again():
    """In a forked child: its recording knows nothing of the files that were loaded before."""
    known = list(_told)
    _told.clear()
    for path, reason in known:
        tell(path, reason)


def _get_code(original):
    def step(loader, name):
        code = original(loader, name)
        if PYTEST in sys.modules and not _pytest:
            _reach_pytest(sys.modules[PYTEST])
        caller = sys._getframe(2)
        if caller.f_code.co_name in _RUNNERS:
            home = caller.f_locals.get("module")
            return observed(code, lambda: loader.get_data(code.co_filename), name, home=home)
        return code

    return step


def _reach_pytest(module):
    if hasattr(module, "rewrite_asserts"):  # it has been executed
        _pytest.append(PytestFiles(sys.modules[__name__]))
        try:
            _pytest[0].add_steps(module)
        except AttributeError:
            tell(module.__file__, "this version of pytest is not known: test files are not observed")


def _reach_starter(function, module):
    # In a version that we do not know scripts run unobserved, and the report names them.
    if hasattr(module, function):
        add_step(getattr(module, function), _code_from_file("__main__"))


def _code_from_file(module_name=None):
    """For functions that return code, or, as runpy's up to 3.11, (code, file name). The default: each file is a module."""

    def make_step(original):
        def step(*arguments):
            result = original(*arguments)
            code = result[0] if type(result) is tuple else result
            new = observed(code, lambda: read(code.co_filename), module_name or code.co_filename)
            return (new, *result[1:]) if type(result) is tuple else new

        return step

    return make_step


def read(path):
    with open(path, "rb") as file:
        return file.read()


def add_step(function, make_step):
    """Let `function`, which stays the same object, do what `make_step(function as it was)` does."""
    code = function.__code__
    original = _FunctionType(code, function.__globals__, function.__name__, function.__defaults__, function.__closure__)
    step = make_step(original)
    # In the file that it stands for: the interpreter cuts frames of importlib's files out of tracebacks.
    step.__code__ = step.__code__.replace(co_filename=code.co_filename)
    step.run = step  # the constant has to be more than called: of a text that is called the compiler would warn
    caller = compile(
        "def %s(*arguments): return 'STEP'.run(*arguments)" % code.co_name, code.co_filename, "exec", 0, True
    )
    inner = next(const for const in caller.co_consts if hasattr(const, "co_code"))
    constants = tuple([step if const == "STEP" else const for const in inner.co_consts])
    function.__code__ = inner.replace(co_consts=constants, co_firstlineno=code.co_firstlineno)
