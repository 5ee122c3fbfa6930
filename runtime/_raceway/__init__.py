"""Raceway inside a traced interpreter. `inject/sitecustomize.py` loads this package by its path and calls `start`."""

import sys
from time import perf_counter_ns


def start(recording):
    """Record this process into the folder `recording`, if its run wants that. Prints nothing.

    sys.modules has no new names afterwards but those of this package.
    """
    start_ns = perf_counter_ns()
    before = set(sys.modules)
    from _raceway import imports

    imports.install()
    from _raceway import bootstrap

    bootstrap.start(recording, start_ns)
    imports.hide_new(before)
