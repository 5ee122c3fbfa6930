"""Accesses in expressions: what is loaded, looked into, called, and what only a test asks for."""

import _ast

from _raceway.races.escape import MUTATORS, is_making, last_name, made_by
from _raceway.races.sites import BLIND, READ
from _raceway.races.syntax import COMPREHENSIONS, FUNCTIONS, children, key_of

READERS = {
    "copy": "iterate", "count": "iterate", "difference": "iterate", "elements": "iterate", "get": "get",
    "index": "iterate", "intersection": "iterate", "isdisjoint": "iterate", "issubset": "iterate",
    "issuperset": "iterate", "items": "iterate", "keys": "iterate", "most_common": "iterate", "total": "iterate",
    "union": "iterate", "values": "iterate",
}  # fmt: skip
"""Methods that look at a container."""
KEYED = frozenset("get setdefault pop add remove discard".split())
"""Methods whose first argument says which item."""
WHOLE = {
    "all": "iterate", "any": "iterate", "bool": "length", "dict": "iterate", "enumerate": "iterate",
    "frozenset": "iterate", "iter": "iterate", "len": "length", "list": "iterate", "max": "iterate", "min": "iterate",
    "print": "iterate",
    "repr": "iterate", "reversed": "iterate", "set": "iterate", "sorted": "iterate", "str": "iterate",
    "sum": "iterate", "tuple": "iterate", "zip": "iterate",
}  # fmt: skip
"""Functions that look at a whole container that they get."""

_IMMUTABLE_MAKERS = frozenset("int float str bytes bool complex tuple frozenset len abs round ord chr repr".split())
_DISPLAYS = _ast.List, _ast.Dict, _ast.Set, _ast.Lambda, *COMPREHENSIONS
NOWHERE = frozenset()


class Access:
    """One access.

    node, form       the expression, and what it is: `load`, `store`, `delete`, `method`, `function`, `in`, `whole`
    key              (kind, the Scope that owns a nonlocal, name)
    does, op, flags  see sites.py and docs/trace-format.md
    statement, line  the simple statement it is part of, or None; where the statement begins
    before           the statement in front of which a note of a write may stand, where it is no simple one
    of               nodes of the reads it depends on
    """

    __slots__ = ("before", "does", "flags", "form", "key", "line", "node", "of", "op", "statement")

    def __init__(self, node, form, key, does, op, flags=()):
        self.node, self.form, self.key, self.does, self.op = node, form, key, does, op
        self.flags = set(flags)
        self.statement = self.before = None
        self.line, self.of = 0, ()


class Looks:
    """The half of Accesses that looks at expressions."""

    def __init__(self, scope, names):
        self.scope, self.names = scope, names
        self.found, self.lazy = [], set()
        self.hidden = []  # names that lambdas, comprehensions and class bodies around bind
        self.statement, self.line, self.first = None, 0, None
        self.laziness = 0
        self.made = made_by(scope.node) if isinstance(scope.node, FUNCTIONS) else ("", 0)
        self.is_async = type(scope.node) is _ast.AsyncFunctionDef

    # expressions

    def _expression(self, node, flags=NOWHERE):
        kind = type(node)
        if kind is _ast.Constant:
            return
        handle = _EXPRESSIONS.get(kind)
        if handle is not None:
            handle(self, node, flags)
            return
        for child in children(node):
            self._expression(child)

    def _load(self, node, flags):
        if type(node) is not _ast.Name:
            for child in children(node):
                self._expression(child)
        if type(node.ctx) is _ast.Load:
            access = self._access_of(node, "load", READ, "load", ("one-op", *flags))
            if access is not None:
                self._add(access)
            if flags and "compared" not in flags:
                self._whole(node, "length", READ, "whole", frozenset(("one-op", *flags)))

    def _subscript(self, node, flags):
        if type(node.ctx) is _ast.Load and key_of(node) is None:
            for child in children(node):
                self._expression(child)
            self._whole(node.value, "iterate", READ, "whole", frozenset(("one-op",)))
        else:
            self._load(node, flags)

    def _call(self, node, flags):
        function = node.func
        if type(function) is _ast.Attribute:
            self._method(node, function, flags)
            return
        name = getattr(function, "id", None)
        if name in WHOLE and len(node.args) >= 1 and self.names.is_builtin(self.scope, name):
            for child in children(node):
                self._expression(child)
            for argument in node.args[: None if name in ("zip", "print") else 1]:
                self._whole(argument, WHOLE[name], READ, "whole", frozenset(("one-op", *flags)))
            return
        self._hand(node)
        for child in children(node):
            self._expression(child)

    def _hand(self, node):
        """Who is called may take something out of a container that he gets."""
        for argument in (*node.args, *[keyword.value for keyword in node.keywords]):
            name = getattr(argument, "id", None) or getattr(argument, "attr", None)
            if name is not None:
                self.names.handed.add(name)

    def _method(self, node, function, flags):
        self._hand(node)
        self._expression(function.value)
        for child in node.args:
            self._expression(child)
        for keyword in node.keywords:
            self._expression(keyword.value)
        method = function.attr
        op = MUTATORS.get(method) or READERS.get(method)
        name = last_name(function.value) if op is not None else None
        if name is not None and self.names.is_changed(name) and self._may_be_shared(function.value):
            does = READ if method in READERS else BLIND
            is_keyed = method in KEYED and 1 <= len(node.args) <= 2 and type(node.args[0]) is not _ast.Starred
            kind = "item" if is_keyed else "container"
            if kind == "container" or not node.keywords:
                access = Access(node, "method", (kind, None, name), does, op, ("one-op", *flags))
                self._add(access)
        elif name is None or op is None:
            access = self._access_of(function, "load", READ, "load", ("one-op",))
            if access is not None:
                access.form = "called"
                self._add(access)

    def _compare(self, node, flags):
        of_part = NOWHERE
        if flags:
            of_part = flags | {"compared"}
            if len(node.ops) == 1 and _is_nothing(node.comparators[0]):
                of_part |= {"none-test"}
        is_in = len(node.ops) == 1 and type(node.ops[0]) in (_ast.In, _ast.NotIn)
        if is_in:
            self._expression(node.left)
            self._expression(node.comparators[0])
            name = last_name(node.comparators[0])
            if name is not None and self.names.is_changed(name) and self._may_be_shared(node.comparators[0]):
                extra = ("none-test",) if flags else ()
                self._add(Access(node, "in", ("item", None, name), READ, "contains", ("one-op", *flags, *extra)))
        else:
            for child in (node.left, *node.comparators):
                self._expression(child, of_part)

    def _test(self, node, flags):
        """An expression that decides something; `flags`: `test` or nothing."""
        kind = type(node)
        flags = frozenset(flags)
        if kind is _ast.UnaryOp and type(node.op) is _ast.Not:
            self._test(node.operand, flags)
        elif kind is _ast.BoolOp:
            for part in node.values:
                self._test(part, flags)
        elif kind is _ast.Compare:
            self._compare(node, flags)
        elif kind in (_ast.Name, _ast.Attribute, _ast.Subscript, _ast.Call):
            self._expression(node, flags | {"none-test"} if flags else flags)
        else:
            self._expression(node)

    def _boolean(self, node, flags):
        if type(node) is _ast.UnaryOp and type(node.op) is not _ast.Not:
            self._expression(node.operand)
        else:
            self._test(node, flags)

    def _conditional(self, node, _):
        self._test(node.test, ("test",))
        self._expression(node.body)
        self._expression(node.orelse)

    def _formatted(self, node, _):
        self._expression(node.value)
        self._whole(node.value, "iterate", READ, "whole", NOWHERE)
        if node.format_spec is not None:
            self._expression(node.format_spec)

    def _walrus(self, node, flags):
        self._expression(node.value)
        access = self._access_of(node.target, "walrus", BLIND, "store", flags_of_value(node.value))
        if access is not None:
            access.before = node
            self._add(access)

    def _lambda(self, node, _):
        arguments = node.args
        for each in arguments.defaults + [d for d in arguments.kw_defaults if d is not None]:
            self._expression(each)
        named = arguments.posonlyargs + arguments.args + arguments.kwonlyargs
        named += [extra for extra in (arguments.vararg, arguments.kwarg) if extra]
        self._inside({argument.arg for argument in named}, lambda: self._expression(node.body))

    def _inside(self, names, visit):
        """What runs later, or not at all."""
        self.hidden.append(names)
        self.laziness += 1
        visit()
        self.laziness -= 1
        self.hidden.pop()

    def _comprehension(self, node, _):
        generators = node.generators
        self._iterated(generators[0].iter)
        bound = {part.id for each in generators for part in _all_of(each.target) if type(part) is _ast.Name}
        self.hidden.append(bound)
        is_lazy = type(node) is _ast.GeneratorExp
        self.laziness += is_lazy
        for index, generator in enumerate(generators):
            if index:
                self._iterated(generator.iter)
            for test in generator.ifs:
                self._test(test, ())
        for part in (node.key, node.value) if type(node) is _ast.DictComp else (node.elt,):
            self._expression(part)
        self.laziness -= is_lazy
        self.hidden.pop()

    def _iterated(self, node):
        self._expression(node)
        self._whole(node, "iterate", READ, "whole", NOWHERE)

    # what is an access

    def _whole(self, node, op, does, form, flags):
        """Something is done with the whole container, if that is what this is."""
        kind = type(node)
        if kind not in (_ast.Name, _ast.Attribute, _ast.Subscript):
            return
        name = last_name(node)
        if name is not None and self.names.is_changed(name) and self._may_be_shared(node):
            self._add(Access(node, form, ("container", None, name), does, op, flags))

    def _access_of(self, node, form, does, op, flags=()):
        """The Access of a name, an attribute or an item; None for what nobody shares."""
        kind = type(node)
        key = None
        if kind is _ast.Name:
            if not any([node.id in names for names in self.hidden]):
                key = self.names.key(self.scope, node)
        elif kind is _ast.Attribute:
            if self.names.is_written(node.attr):
                key = "attribute", None, self.names.mangled(node.attr, self.scope)
        elif kind is _ast.Subscript:
            name = last_name(node.value)
            if name is not None and self.names.is_changed(name) and self._may_be_shared(node.value):
                key = ("item" if key_of(node) is not None else "container"), None, name
        if key is None:
            return None
        if does != READ and kind is _ast.Attribute and is_making(node, self.made):
            op = None
        return Access(node, form, key, does, op, flags)

    def _may_be_shared(self, base):
        while type(base) in (_ast.Subscript, _ast.Attribute):
            base = base.value
        if type(base) is not _ast.Name:
            return True
        return not any([base.id in names for names in self.hidden]) and not self.names.is_own(self.scope, base.id)

    def _add(self, access):
        access.statement, access.line = self.statement, self.line
        access.flags.discard("compared")
        if self.is_async:
            access.flags.add("async")
        if self.laziness:
            access.statement = None
            self.lazy.add(id(self.first))
        self.found.append(access)


def _all_of(node):
    yield node
    for child in children(node):
        yield from _all_of(child)


def _is_nothing(node):
    return type(node) is _ast.Constant and (node.value is None or node.value is True or node.value is False)


def flags_of_value(value):
    """Of a plain store: it is one step, and what it writes may be a constant or something new."""
    if value is not None and _is_constant(value):
        return "one-op", "constant"
    if isinstance(value, _DISPLAYS) or isinstance(value, _ast.Call) and _is_maker(value.func):
        return "one-op", "fresh"
    return ("one-op",)


def _is_constant(value):
    """Is it surely an immutable thing?"""
    if isinstance(value, _ast.Constant):
        return True
    if isinstance(value, (_ast.Compare, _ast.JoinedStr)) or isinstance(value, _ast.UnaryOp):
        return not isinstance(value, _ast.UnaryOp) or type(value.op) is _ast.Not or _is_constant(value.operand)
    if isinstance(value, _ast.IfExp):
        return _is_constant(value.body) and _is_constant(value.orelse)
    if isinstance(value, _ast.BinOp):
        return _is_constant(value.left) and _is_constant(value.right)
    if isinstance(value, _ast.Tuple):
        return all([_is_constant(part) for part in value.elts])
    return isinstance(value, _ast.Call) and getattr(value.func, "id", None) in _IMMUTABLE_MAKERS


def _is_maker(function):
    """`list()`, `Box()`: by the usual way to write names of classes."""
    name = last_name(function) or ""
    return name in ("list", "dict", "set", "bytearray", "deque", "defaultdict", "object") or name[:1].isupper()


_EXPRESSIONS = {
    _ast.Name: Looks._load,
    _ast.Attribute: Looks._load,
    _ast.Subscript: Looks._subscript,
    _ast.Call: Looks._call,
    _ast.Compare: Looks._compare,
    _ast.BoolOp: Looks._boolean,
    _ast.UnaryOp: Looks._boolean,
    _ast.IfExp: Looks._conditional,
    _ast.FormattedValue: Looks._formatted,
    _ast.NamedExpr: Looks._walrus,
    _ast.Lambda: Looks._lambda,
    **dict.fromkeys(COMPREHENSIONS, Looks._comprehension),
}
