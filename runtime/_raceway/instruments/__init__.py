"""One module for each thing of the standard library that makes threads wait or go on.

Each has an `install(module)`, called with the module that it instruments when the program has imported it, never before.
"""

import sys

from _raceway import imports

TABLE = {
    "builtins": ("inputs",),
    "sys": ("frames",),
    "_thread": ("rawthreads",),
    "time": ("sleep",),
    "os": ("childwaits",),
    "subprocess": ("subprocesses",),
    "multiprocessing.process": ("mpprocess",),
    "multiprocessing.popen_forkserver": ("mpprocess",),
    "threading": ("locks", "conditions", "events", "semaphores", "barriers", "threads"),
    "copyreg": ("lockclasses",),
    "queue": ("queues", "simplequeue"),
    "selectors": ("selecting",),
    "socket": ("sockets",),
    "ssl": ("tls",),
    "concurrent.futures._base": ("futures",),
    "concurrent.futures.thread": ("threadexecutor",),
    "concurrent.futures.process": ("processexecutor",),
    "multiprocessing.pool": ("mppool",),
    "multiprocessing.synchronize": ("mpsync", "mpconditions", "mpevents"),
    "multiprocessing.connection": ("mppipes",),
    "multiprocessing.queues": ("mpqueues",),
    "asyncio.locks": ("asyncio_locks", "asyncio_events"),
    "asyncio.queues": ("asyncio_queues",),
    "asyncio.base_events": ("asyncio_tasks", "asyncio_waits", "asyncio_losses", "asyncio_loops"),
}
"""Module of the standard library → our modules, in the order in which they are installed."""


def install():
    """Patch each module of the table when the program imports it, or now if it is loaded already."""
    for module_name, names in TABLE.items():
        for name in names:
            imports.on_import(module_name, _installer(name))


def _installer(name):
    def install_into(module):
        # Not `__import__`: the program may have replaced that.
        sys.modules["_frozen_importlib"]._gcd_import("_raceway.instruments." + name).install(module)

    return install_into
