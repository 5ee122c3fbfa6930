"""Which names of attributes and containers can be written while several threads know the object: the *escape filter*.

An attribute that only constructors write, before they pass the object on, never races; nor does a container that nobody
changes. All by name, of all files of the program together (`workspace.py`), since an object may be written in any of them.
"""

import _ast

from _raceway.races.syntax import FUNCTIONS, children

CONSTRUCTORS = frozenset("__init__ __new__ __post_init__ __init_subclass__ __set_name__ __setstate__".split())
NOBODY = "", 0
"""Of code that is no constructor: (name of its object, line from which on others may know it)."""

MUTATORS = {
    "add": "insert", "append": "append", "appendleft": "append", "clear": "clear", "difference_update": "remove",
    "discard": "remove", "extend": "append", "extendleft": "append", "insert": "insert", "intersection_update": "remove",
    "move_to_end": "update", "pop": "pop", "popitem": "pop", "popleft": "pop", "remove": "remove", "reverse": "sort",
    "rotate": "sort", "setdefault": "setdefault", "sort": "sort", "subtract": "update",
    "symmetric_difference_update": "update", "update": "update",
}  # fmt: skip
"""Methods of the interpreter's own containers that change them → what that is called in a recording."""


class Names:
    """Of one file: `attributes` written where others may know the object, `containers` whose items are changed; all names that it
    uses; `imports`: (how many dots, name) of what it imports.
    """

    def __init__(self, tree):
        self.attributes, self.containers = set(), set()
        self.used, self.imports = set(), set()
        self._visit(tree, NOBODY)

    def _visit(self, node, made):
        kind = type(node)
        if kind is _ast.Name:
            self.used.add(node.id)
            return
        if kind is _ast.Constant:
            return
        if kind is _ast.Attribute:
            self.used.add(node.attr)
            if type(node.ctx) is not _ast.Load and not is_making(node, made):
                self.attributes.add(node.attr)
        elif kind is _ast.Subscript:
            if type(node.ctx) is not _ast.Load:
                self._change(node.value)
        elif kind is _ast.Call:
            if type(node.func) is _ast.Attribute and node.func.attr in MUTATORS:
                self._change(node.func.value)
        elif kind is _ast.AugAssign:
            if type(node.target) is _ast.Attribute:
                self.attributes.add(node.target.attr)
            if may_be_in_place(node):
                self._change(node.target)
        elif kind in FUNCTIONS:
            made = made_by(node)
        elif kind is _ast.Import:
            self.imports.update([(0, alias.name) for alias in node.names])
        elif kind is _ast.ImportFrom:
            module = node.module or ""
            self.imports.add((node.level, module))
            for alias in node.names:  # it may be a module, too
                self.imports.add((node.level, "%s.%s" % (module, alias.name) if module else alias.name))
        for child in children(node):
            self._visit(child, made)

    def _change(self, container):
        name = last_name(container)
        if name is not None:
            self.containers.add(name)


def may_be_in_place(statement):
    """`found += [1]`, `known |= others`: may it change a container and not only a name?"""
    in_place = _ast.Add, _ast.BitOr, _ast.BitAnd, _ast.Sub, _ast.BitXor, _ast.Mult
    displays = _ast.List, _ast.Set, _ast.Dict, _ast.ListComp, _ast.SetComp, _ast.DictComp
    if not isinstance(statement.op, in_place):
        return False
    return isinstance(statement.value, displays) or (
        isinstance(statement.op, (_ast.BitOr, _ast.BitAnd, _ast.BitXor)) and isinstance(statement.value, _ast.Name)
    )


def last_name(node):
    """`stock` of `stock`, of `self.stock` and of `self.stock[k]`; None of what has no name."""
    while type(node) is _ast.Subscript:
        node = node.value
    if type(node) is _ast.Attribute:
        return node.attr
    return node.id if type(node) is _ast.Name else None


def made_by(function):
    """Of a constructor: (name of the object it fills, line from which on others may know it)."""
    arguments = function.args
    positional = arguments.posonlyargs + arguments.args
    if function.name not in CONSTRUCTORS or not positional:
        return NOBODY
    first = positional[0].arg
    lines = [escape for statement in function.body for escape in _escapes(statement, first)]
    return first, min(lines, default=1 << 30)


def is_making(node, made):
    """Does this attribute belong to an object that nobody else knows yet?"""
    return type(node.value) is _ast.Name and node.value.id == made[0] and node.lineno <= made[1]


def _escapes(node, first):
    """Lines where the object becomes known to others: it is passed on, one of its methods is, its thread starts."""
    kind = type(node)
    if kind is _ast.Name:
        if node.id == first:
            yield node.lineno
        return
    if kind is _ast.Attribute and type(node.value) is _ast.Name:
        return
    if kind is _ast.Call:
        if getattr(node.func, "id", None) == "super":
            return
        if type(node.func) is _ast.Attribute and node.func.attr == "start":
            yield node.lineno
        if _calls_constructor(node.func):
            return
        passed = node.args + [keyword.value for keyword in node.keywords]
        for each in passed:
            if type(each) is _ast.Attribute and getattr(each.value, "id", None) == first and _may_run(node):
                yield node.lineno
    for child in children(node):
        yield from _escapes(child, first)


def _calls_constructor(function):
    """`Base.__init__(self, …)`"""
    return type(function) is _ast.Attribute and function.attr in CONSTRUCTORS


def _may_run(call):
    """Is what it gets something to be called later? `Thread(target=self.work)`, `pool.submit(self.work)`."""
    name = last_name(call.func) or ""
    return name.lower().endswith(("thread", "timer", "process", "submit", "register", "callback", "create_task", "map"))
