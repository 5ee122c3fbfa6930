"""What stands in the place of a function written in C, which cannot be woven.

It is no function: stored in a class, a function would become a method, and the native one does not.
"""

_SHOWN = ("__doc__", "__module__", "__name__", "__qualname__", "__self__", "__text_signature__")


class StandIn:
    """Looks like `native`, prints like it and is pickled by its name. A subclass has `__call__`."""

    def __init__(self, native):
        self.native = native
        vars(self).update({name: getattr(native, name, None) for name in _SHOWN})

    def __repr__(self):
        return repr(self.native)

    def __reduce__(self):
        return self.native.__name__

    __class__ = property(lambda self: type(self.native))


class _Module:
    """In a pickle it stands for the module itself."""

    def __init__(self, name):
        self.name = name

    def __reduce__(self):
        from importlib import import_module

        return import_module, (self.name,)


def attribute(module_name, name):
    """What `__reduce__` returns for a thing that pickle cannot find by the names that it bears; any Python can load it."""
    return getattr, (_Module(module_name), name)
