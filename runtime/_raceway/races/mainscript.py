"""Makes the interpreter run the script from our code object, with no frame of ours below it.

`python script.py` compiles the file in C, where no import hook reaches. But before that the interpreter asks `sys.path_hooks`
whether the script is something to import from (a folder, a zip file). A hook that says yes to exactly this path makes it call
`runpy._run_module_as_main`. What it finds under the name `runpy` at this moment is ours, and that function is a chain of C
functions which ends in `exec(code, vars(__main__))`: tracebacks, stack depth and exit codes are those of a plain run.
"""

import os
import sys
from _functools import partial
from _io import _IOBase
from itertools import repeat

from _raceway.races import loading
from _raceway.races.bind import note_unwatched


class _IgnoresArguments(_IOBase):
    """`__exit__(*anything)` calls `close()`, in C."""

    __slots__ = ("close",)
    __del__ = bool


def install():
    """Take over the script that this interpreter was started with, if it was, and if it can be compiled."""
    script = sys.argv[0] if sys.argv else ""
    if script in ("", "-", "-c", "-m") or not os.path.isfile(script):
        return
    with open(script, "rb") as file:
        source = file.read()
    # Up to 3.8 the interpreter names the file as it was given, from 3.9 on with its absolute path.
    path = script if sys.version_info < (3, 9) else _absolute(script)
    try:
        code = compile("", path, "exec", dont_inherit=True)
        if not loading.is_of_user(code):
            return
        rewritten = loading.rewritten_code(source, path, compile_first=True)
    except (SyntaxError, ValueError):
        return  # the interpreter says it better: it is about to compile the same file
    except Exception as error:
        loading.tell(path, "%s: %s" % (type(error).__name__, error))
        return
    if rewritten.code is None:
        note_unwatched(rewritten)
        loading.tell(path)
    else:
        sys.path_hooks.insert(0, _Hook(script, path, source))


def _absolute(script):
    """As the interpreter does it: without a look at links and dots (Python/pathconfig.c, `_Py_abspath`)."""
    return script if os.path.isabs(script) else "%s%s%s" % (os.getcwd(), os.sep, script)


class _Hook:
    def __init__(self, script, path, source):
        self.script, self.path, self.source = script, path, source
        self.runpy = None

    def __call__(self, entry):
        if entry not in (self.script, self.path) or self.runpy is not None:
            raise ImportError
        import __main__

        ignores = _IgnoresArguments()
        run = map(exec, iter(partial(self.prepare, __main__), None), repeat(vars(__main__)))
        ignores.close = run.__next__  # pyright: ignore[reportAttributeAccessIssue]
        self.runpy = type(sys)("runpy")
        self.runpy._run_module_as_main = ignores.__exit__
        self.hidden = sys.modules.get("runpy")
        sys.modules["runpy"] = self.runpy
        return self

    def prepare(self, main):
        """All that the interpreter has done differently because of us is undone; returns the code to run."""
        if self.hidden is None:
            del sys.modules["runpy"]
        else:
            sys.modules["runpy"] = self.hidden
        if self in sys.path_hooks:
            sys.path_hooks.remove(self)
        sys.path_importer_cache.pop(self.script, None)
        sys.path_importer_cache[self.path] = None  # a file, it says, is nothing to import from # pyright: ignore
        if sys.path and sys.path[0] in (self.path, self.script):
            del sys.path[0]
        if not getattr(sys.flags, "safe_path", False) and not sys.flags.isolated:
            sys.path.insert(0, os.path.dirname(os.path.realpath(self.script)))
        external = sys.modules["_frozen_importlib_external"]
        main.__file__, main.__cached__, main.__spec__ = self.path, None, None
        main.__loader__ = external.SourceFileLoader("__main__", self.path)
        # With the warnings that belong to it; they are given at each start, for scripts have no cache.
        code = compile(self.source, self.path, "exec", dont_inherit=True)
        return loading.observed(code, self.source, "__main__")
