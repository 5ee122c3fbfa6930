"""Starts Raceway inside an interpreter that was told to record, and is as if absent in any other.

This folder stands first on PYTHONPATH, so that the interpreter itself imports this file while it starts and then
runs the program in its own way: `__main__`, argv, tracebacks and exit codes stay what they are. PYTHONPATH is
inherited by every Python that the program starts, whatever its age; hence syntax that Python 2.7 parses, and no
other file in this folder (it would shadow the program's modules). The package is loaded by its path for the same
reason.
"""

import sys


def _step_off_the_path(folder):
    """The program finds the sys.path that it would have without us. PYTHONPATH itself stays, for its children."""
    sys.path[:] = [entry for entry in sys.path if entry != folder]
    sys.path_importer_cache.pop(folder, None)


def _is_for_us(recording):
    if not recording or "_raceway" in sys.modules:
        return False
    return sys.version_info >= (3, 8) and sys.implementation.name == "cpython"


def _load_package(runtime):
    """Import `_raceway` from `runtime` without that folder on sys.path."""
    importlib = sys.modules["_frozen_importlib"]
    package = runtime + "/_raceway"
    spec = sys.modules["_frozen_importlib_external"].spec_from_file_location(
        "_raceway", package + "/__init__.py", submodule_search_locations=[package]
    )
    module = importlib.module_from_spec(spec)
    sys.modules["_raceway"] = module
    spec.loader.exec_module(module)
    return module


def _start():
    import os

    _step_off_the_path(os.path.dirname(__file__))
    recording = os.environ.get("RACEWAY_RECORDING")
    if not _is_for_us(recording):
        return
    keep = sys.dont_write_bytecode
    try:
        # Reading our modules from their caches takes 4 ms of each start, compiling them 14.
        # PYTHONDONTWRITEBYTECODE, which many containers set, speaks of the program's folders; ours may hold caches.
        sys.dont_write_bytecode = keep and sys.pycache_prefix is not None
        runtime = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
        _load_package(runtime).start(recording)
    except Exception:
        # An installation with files missing or unreadable: the program must not notice, so it runs untraced.
        # Whatever goes wrong later than this is told in the recording (bootstrap.start).
        for name in [name for name in sys.modules if name.split(".")[0] == "_raceway"]:
            del sys.modules[name]
    finally:
        sys.dont_write_bytecode = keep


# Python 2.7 empties a module that nothing refers to, even one whose body still runs.
_me = sys.modules.pop("sitecustomize", None)
_start()

# The one that we stand before, if there is one, takes our place in sys.modules. If not, the interpreter expects
# exactly the ImportError that this raises and goes on quietly.
try:
    import sitecustomize  # noqa: F401
except BaseException:
    if sys.version_info >= (3, 11):  # older ones put the frame back when they raise again
        _error = sys.exc_info()[1]
        _error.__traceback__ = _error.__traceback__.tb_next
    raise
