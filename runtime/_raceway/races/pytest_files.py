"""Test files under pytest: it loads them itself, with their assertions rewritten, and keeps that code in a cache of its own.

Its three functions for that get a step each: what it made or read is ours by the time that it runs, what it writes is its own.
The assertions are rewritten by pytest, in the tree that has our notes already; nothing of that is kept in our cache.
"""

import sys

NAME = "_pytest.assertion.rewrite"


class PytestFiles:
    """`loading` is our module of that name."""

    def __init__(self, loading):
        self.loading = loading
        self.originals = {}  # id(our code) → (our code, pytest's)

    def add_steps(self, pytest):
        """`pytest` is the module NAME. Raises AttributeError where its functions have other names."""
        add_step = self.loading.add_step
        functions = pytest._read_pyc, pytest._rewrite_test, pytest._write_pyc
        for function, step in zip(functions, (self.read, self.make, self.write)):
            add_step(function, step)
        self.rewrite_asserts = pytest.rewrite_asserts

    def read(self, original):
        def step(*arguments):
            code = original(*arguments)
            if code is None:
                return None
            caller = sys._getframe(2).f_locals
            return self.observed(code, getattr(caller.get("self"), "config", None), caller.get("module"))

        return step

    def make(self, original):
        def step(path, config):
            about, code = original(path, config)
            return about, self.observed(code, config, sys._getframe(2).f_locals.get("module"))

        return step

    def write(self, original):
        def step(state, code, *rest):
            return original(state, self.originals.pop(id(code), (code, code))[1], *rest)

        return step

    def observed(self, code, config, module):
        def rewrite(source, path):
            return self.loading.rewrite_quietly(
                source, path, lambda tree: self.rewrite_asserts(tree, source, path, config)
            )

        name = getattr(module, "__name__", code.co_filename)
        new = self.loading.observed(code, lambda: self.loading.read(code.co_filename), name, rewrite, module)
        if new is not code:
            self.originals[id(new)] = new, code
        return new
