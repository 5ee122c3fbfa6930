"""What the expressions of a function read, and what their values come from."""

import _ast

from _raceway.races.syntax import COMPREHENSIONS, children, names_in
from _raceway.races.taint import (
    ANY,
    CLEAN,
    MUTABLE,
    NONE,
    ORIGIN,
    READS,
    SINCE,
    SURELY,
    either,
    from_anywhere,
    perhaps,
    union,
)

MOST_STEPS = 500_000
"""Statements and entries of states that a function may cost; a longer one is given up."""

# Functions of the interpreter whose values are made of their arguments alone.
_PURE = frozenset(
    "int float str bytes bool abs len min max sum round range tuple frozenset repr ord chr divmod pow complex object".split()
)
_MAKERS = frozenset("list dict set bytearray sorted".split())
_DISPLAYS = _ast.List, _ast.Dict, _ast.Set
_FROM_ANYWHERE = _ast.Await, _ast.Yield, _ast.YieldFrom


class TooLong(Exception):
    """A function that would take too long to look through."""


class Read:
    """An expression that reads a variable; `how`: plain, `get` or `in`; `statement`: the simple one it is part of, or None;
    `line`: where the statement begins that it is part of.
    """

    __slots__ = ("feeds", "how", "key", "line", "node", "statement")

    def __init__(self, node, key, how, statement, line):
        self.node, self.key, self.how, self.statement, self.line = node, key, how, statement, line
        self.feeds = False


class Expressions:
    """The half of a Flow that looks at expressions. `env`: name of a local → its taint."""

    def __init__(self, scope, scopes):
        self.scope, self.scopes = scope, scopes
        self.reads = {}
        self.hidden = []  # names that comprehensions around bind
        self.controls = []  # (taint, is_benign) of the tests that decide whether we are here
        self.raised = []  # of each `try` and `with` around: local → all that it carried since it began
        self.given_up = set()  # keys of variables that are written where no note can be put
        self.simple = None  # the statement that runs, if nothing is nested in it
        self.line = 0  # where the statement begins that runs
        self.overwrites = None  # the local that this statement sets as soon as its value is read
        self.steps = 0

    def spend(self, steps):
        """Raises TooLong."""
        self.steps += steps
        if self.steps > MOST_STEPS:
            raise TooLong

    def set(self, env, name, taint):
        """A local gets another value."""
        env[name] = taint
        for seen in self.raised:
            seen[name] = either(seen[name], taint) if name in seen else taint

    def touch(self, env, mark):
        """What was read of this variable before is no longer the last that happened to it here."""
        key = mark[0]
        self.spend(len(env))
        for name, taint in list(env.items()):
            if name != self.overwrites and _holds(taint, key):
                self.set(env, name, _marked(taint, mark))
        for index, (taint, is_benign) in enumerate(self.controls):
            if _holds(taint, key):
                self.controls[index] = _marked(taint, mark), is_benign

    def taint(self, node, env):
        """Of an expression's value."""
        kind = type(node)
        if kind is _ast.Constant:
            return CLEAN
        if kind is _ast.Name:
            return self._of_name(node, env)
        if kind is _ast.Attribute:
            base = self.taint(node.value, env)
            return from_anywhere(union(base, self._read(node, self.scopes.key(self.scope, node), "plain", env)))
        if kind is _ast.Subscript:
            base = union(self.taint(node.value, env), self.taint(node.slice, env))
            return from_anywhere(union(base, self._read(node, self.scopes.key(self.scope, node), "plain", env)))
        if kind is _ast.Call:
            return self._of_call(node, env)
        if kind is _ast.Compare:
            return self._of_compare(node, env)
        if kind is _ast.BoolOp:
            first, *rest = [self.taint(part, env) for part in node.values]
            for part in rest:
                first = union(first, perhaps(part)) if not part[SINCE] else either(from_anywhere(first), part)
            return first
        if kind is _ast.IfExp:
            test, body, otherwise = [self.taint(part, env) for part in (node.test, node.body, node.orelse)]
            return union(test, either(body, otherwise))
        if kind is _ast.Lambda:
            return CLEAN
        if kind is _ast.NamedExpr:
            return self._of_walrus(node, env)
        if kind in COMPREHENSIONS:
            return self._of_comprehension(node, env)
        taint = self.of_parts(children(node), env)
        if kind in _DISPLAYS:
            return from_anywhere(taint, MUTABLE)
        return from_anywhere(taint) if kind in _FROM_ANYWHERE else taint

    def of_parts(self, nodes, env):
        """Of a value made of all these."""
        taint = CLEAN
        for node in nodes:
            taint = union(taint, self.taint(node, env))
        return taint

    def _of_name(self, node, env):
        name = node.id
        if name in env:
            return env[name]
        if any([name in names for names in self.hidden]):
            return CLEAN  # what is iterated over says what it may be
        key = self.scopes.key(self.scope, node)
        if key is None and name in self.scopes.constants and self.scopes.is_global(self.scope, name):
            return CLEAN
        return from_anywhere(self._read(node, key, "plain", env))

    def _of_walrus(self, node, env):
        taint = self.taint(node.value, env)
        key = self.scopes.key(self.scope, node.target)
        if key is None:
            self.set(env, node.target.id, from_anywhere(taint) if taint[ORIGIN] else taint)
        else:
            self.given_up.add(key)
        return taint

    def _of_call(self, node, env):
        function = node.func
        if isinstance(function, _ast.Name) and self.scopes.is_builtin(self.scope, function.id):
            if function.id in _PURE or function.id in _MAKERS:
                taint = self.of_parts([part for part in children(node) if part is not function], env)
                return from_anywhere(taint, MUTABLE) if function.id in _MAKERS else taint
        taint = self.of_parts(children(node), env)
        if (
            type(function) is _ast.Attribute
            and function.attr == "get"
            and 1 <= len(node.args) <= 2
            and not node.keywords
        ):
            key = self.scopes.key_of_item(function.value, node.args[0])
            taint = union(taint, self._read(node, key, "get", env))
        return from_anywhere(taint)

    def _of_compare(self, node, env):
        taint = self.of_parts(children(node), env)
        if len(node.ops) == 1 and type(node.ops[0]) in (_ast.In, _ast.NotIn):
            key = self.scopes.key_of_item(node.comparators[0], node.left)
            return union(taint, self._read(node, key, "in", env))
        return taint

    def _of_comprehension(self, node, env):
        names = {name.id for generator in node.generators for name in names_in(generator.target)}
        self.hidden.append(names)
        inside = {name: taint for name, taint in env.items() if name not in names}
        taint = self.of_parts(children(node), inside)
        self.hidden.pop()
        for name, there in inside.items():  # a walrus in it, a read
            if there is not env.get(name):
                self.set(env, name, either(env[name], there) if name in env else from_anywhere(there))
        return from_anywhere(perhaps(taint), MUTABLE)

    def _read(self, node, key, how, env):
        if (
            key is None
            or key not in self.scope.written
            or not isinstance(getattr(node, "ctx", None), (_ast.Load, type(None)))
        ):
            return CLEAN
        read = self.reads.get(id(node))
        if read is None:
            read = self.reads[id(node)] = Read(node, key, how, self.simple, self.line)
        self.touch(env, (key, read))
        return frozenset((key,)), frozenset((read,)), NONE, ANY


def _holds(taint, key):
    return bool(taint[READS]) and any([read.key == key for read in taint[READS]])


def _marked(taint, mark):
    return taint[SURELY], taint[READS], taint[SINCE] | {mark}, taint[ORIGIN]
