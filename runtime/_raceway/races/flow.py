"""Which writes of a function depend on which of its reads: an abstract run of the function, statement by statement.

Each local name carries a *taint*: the variables that its value surely comes from, and the reads it may come from. At a join of
two ways `surely` is what both say. A write of `v` whose value surely comes from `v` is an update by value; one that only a test
of `v` decides is an update by control; one that may or may not come from `v` is unsure.

    seen = counter                 seen: surely {counter}, from read 1
    if late: seen = 0              after the join: surely {}, perhaps from read 1
    counter = seen + 1             unsure
"""

import _ast

from _raceway.races.sites import BLIND, CONTROL, UNSURE, UPDATE, VALUE
from _raceway.races.syntax import COMPREHENSIONS, FUNCTIONS, children, is_calm

NONE = frozenset()
CLEAN = NONE, NONE
"""A taint: (keys that the value surely comes from, reads that it may come from)."""

SIMPLE = _ast.Assign, _ast.AugAssign, _ast.AnnAssign, _ast.Expr, _ast.Return
_LOOPS = _ast.For, _ast.AsyncFor, _ast.While
_TRIES = tuple([getattr(_ast, name) for name in ("Try", "TryStar") if hasattr(_ast, name)])


class Read:
    """An expression that reads a variable; `how`: plain, `get` or `in`; `statement`: the simple one it is part of, or None;
    `line`: where the statement begins that it is part of.
    """

    __slots__ = ("feeds", "how", "key", "line", "node", "statement")

    def __init__(self, node, key, how, statement, line):
        self.node, self.key, self.how, self.statement, self.line = node, key, how, statement, line
        self.feeds = False


class Write:
    """A target that is written. `does`: UPDATE, VALUE …; `value`: the expression written, None where it is only a part of one."""

    __slots__ = ("does", "key", "node", "reads", "statement", "value")

    def __init__(self, node, key, statement, value, does, reads):
        self.node, self.key, self.statement, self.value = node, key, statement, value
        self.does, self.reads = does, reads


def _union(a, b):
    return (a[0] | b[0], a[1] | b[1]) if a is not CLEAN or b is not CLEAN else CLEAN


class Flow:
    """The reads and writes of one scope; `run()` fills `reads` and `writes` (by id of their nodes)."""

    def __init__(self, scope, scopes):
        self.scope, self.scopes = scope, scopes
        self.reads, self.writes = {}, {}
        self.hidden = []  # names that comprehensions around bind
        self.controls = []  # (taint, is_benign) of the tests that decide whether we are here
        self.jumps = [[]]  # what the locals carry where `break` and `continue` leave a loop
        self.simple = None  # the statement that runs, if nothing is nested in it
        self.line = 0  # where the statement begins that runs
        self.values = {}  # local name → the expression last assigned

    def run(self):
        self._block(self.scope.node.body, {})
        return self

    # expressions

    def _taint(self, node, env):
        kind = type(node)
        if kind is _ast.Constant:
            return CLEAN
        if kind is _ast.Name:
            return self._taint_of_name(node, env)
        if kind is _ast.Attribute:
            return _union(self._taint(node.value, env), self._read(node, self.scopes.key(self.scope, node), "plain"))
        if kind is _ast.Subscript:
            taint = _union(self._taint(node.value, env), self._taint(node.slice, env))
            return _union(taint, self._read(node, self.scopes.key(self.scope, node), "plain"))
        if kind is _ast.Call:
            return self._taint_of_call(node, env)
        if kind is _ast.Compare:
            return self._taint_of_compare(node, env)
        if kind is _ast.BoolOp:
            parts = [self._taint(part, env) for part in node.values]
            return parts[0][0], NONE.union(*[reads for _, reads in parts])
        if kind is _ast.IfExp:
            test, body, otherwise = [self._taint(part, env) for part in (node.test, node.body, node.orelse)]
            return test[0] | body[0] & otherwise[0], test[1] | body[1] | otherwise[1]
        if kind is _ast.Lambda:
            return CLEAN
        if kind is _ast.NamedExpr:
            env[node.target.id] = taint = self._taint(node.value, env)
            return taint
        if kind in COMPREHENSIONS:
            return self._taint_of_comprehension(node, env)
        return self._taint_of_parts(children(node), env)

    def _taint_of_parts(self, nodes, env):
        taint = CLEAN
        for node in nodes:
            taint = _union(taint, self._taint(node, env))
        return taint

    def _taint_of_name(self, node, env):
        if node.id in env:
            return env[node.id]
        if any([node.id in names for names in self.hidden]):
            return CLEAN
        return self._read(node, self.scopes.key(self.scope, node), "plain")

    def _taint_of_call(self, node, env):
        taint = self._taint_of_parts(children(node), env)
        function = node.func
        if (
            type(function) is _ast.Attribute
            and function.attr == "get"
            and 1 <= len(node.args) <= 2
            and not node.keywords
        ):
            key = self.scopes.key_of_item(function.value, node.args[0])
            return _union(taint, self._read(node, key, "get"))
        return taint

    def _taint_of_compare(self, node, env):
        taint = self._taint_of_parts(children(node), env)
        if len(node.ops) == 1 and type(node.ops[0]) in (_ast.In, _ast.NotIn):
            return _union(taint, self._read(node, self.scopes.key_of_item(node.comparators[0], node.left), "in"))
        return taint

    def _taint_of_comprehension(self, node, env):
        names = {name.id for generator in node.generators for name in _names_in(generator.target)}
        self.hidden.append(names)
        inside = {name: taint for name, taint in env.items() if name not in names}
        reads = self._taint_of_parts(children(node), inside)[1]
        self.hidden.pop()
        return (NONE, reads) if reads else CLEAN  # it may come to no item at all

    def _read(self, node, key, how):
        if (
            key is None
            or key not in self.scope.written
            or not isinstance(getattr(node, "ctx", None), (_ast.Load, type(None)))
        ):
            return CLEAN
        read = self.reads.get(id(node))
        if read is None:
            read = self.reads[id(node)] = Read(node, key, how, self.simple, self.line)
        return frozenset((key,)), frozenset((read,))

    # statements; each answers whether control goes on behind it

    def _block(self, statements, env):
        """Runs them, changing `env`; tests that leave the block early decide over the rest of it."""
        depth = len(self.controls)
        goes_on = True
        for statement in statements:
            if not self._statement(statement, env):
                goes_on = False
                break
        del self.controls[depth:]
        return goes_on

    def _statement(self, node, env):
        kind = type(node)
        self.simple, self.line = node if kind in SIMPLE else None, node.lineno
        if kind is _ast.Assign:
            self._assign_all(node, env)
        elif kind is _ast.AugAssign:
            self._augment(node, env)
        elif kind is _ast.AnnAssign:
            if node.value is not None:
                self._assign(node.target, node.value, self._taint(node.value, env), node, env)
        elif kind in (_ast.Return, _ast.Raise, _ast.Expr, _ast.Assert):
            self._taint_of_parts(children(node), env)
            return kind in (_ast.Expr, _ast.Assert)
        elif kind is _ast.If:
            return self._if(node, env)
        elif kind in _LOOPS:
            self._loop(node, env)
        elif kind in (_ast.With, _ast.AsyncWith):
            for item in node.items:
                taint = self._taint(item.context_expr, env)
                if item.optional_vars is not None:
                    self._assign(item.optional_vars, None, taint, node, env)
            return self._block(node.body, env)
        elif kind in _TRIES:
            return self._try(node, env)
        elif kind in (_ast.Break, _ast.Continue):
            self.jumps[-1].append(dict(env))
            return False
        elif kind.__name__ == "Match":
            self._match(node, env)
        elif kind in FUNCTIONS or kind in (_ast.ClassDef, _ast.Import, _ast.ImportFrom, _ast.Delete):
            for name in _names_bound_by(node):
                env[name] = CLEAN
        return True

    def _assign_all(self, node, env):
        value = node.value
        taint = self._taint(value, env)
        for target in node.targets:
            if isinstance(target, _ast.Tuple) and isinstance(value, _ast.Tuple) and _pair_up(target, value):
                parts = [self._taint(part, env) for part in value.elts]
                for part, part_taint in zip(target.elts, parts):
                    self._assign(part, None, part_taint, node, env)
            else:
                self._assign(target, value, taint, node, env)

    def _assign(self, target, value, taint, statement, env):
        if isinstance(target, (_ast.Tuple, _ast.List)):
            for part in target.elts:
                self._assign(part, None, taint, statement, env)
            return
        if isinstance(target, _ast.Starred):
            self._assign(target.value, None, taint, statement, env)
            return
        key = self.scopes.key(self.scope, target)
        if isinstance(target, _ast.Name) and key is None:
            env[target.id] = taint
            self.values[target.id] = value
            return
        if not isinstance(target, _ast.Name):
            self._taint_of_parts(children(target), env)
        if key is not None:
            self._write(target, key, statement, value, taint)

    def _augment(self, node, env):
        target, value = node.target, self._taint(node.value, env)
        key = self.scopes.key(self.scope, target)
        if isinstance(target, _ast.Name) and key is None:
            env[target.id] = _union(env.get(target.id, CLEAN), value)
            return
        if not isinstance(target, _ast.Name):
            self._taint_of_parts(children(target), env)
        if key is not None:
            does = UPDATE if self._is_calm(target, node.value) else VALUE
            self.writes[id(target)] = Write(target, key, node, node.value, does, NONE)

    def _is_calm(self, target, value):
        return is_calm(value) and getattr(target, "attr", None) not in self.scopes.properties

    def _write(self, target, key, statement, value, taint):
        reads = [read for read in taint[1] if read.key == key]
        if key in taint[0]:
            inside = (
                value is not None and self._is_calm(target, value) and all([_is_within(r.node, value) for r in reads])
            )
            does = UPDATE if inside else VALUE
        elif reads:
            does = UNSURE
        else:
            does, reads = self._by_control(key, value)
        self.writes[id(target)] = Write(target, key, statement, value, does, reads)

    def _by_control(self, key, value):
        for taint, is_benign in self.controls:
            if key in taint[0]:
                if is_benign and self._is_initialisation(value):
                    return BLIND, ()
                return CONTROL, [read for read in taint[1] if read.key == key]
        return BLIND, ()

    def _is_initialisation(self, value):
        """A constant, or something made for the purpose: whoever comes second makes the same."""
        if isinstance(value, _ast.Name):
            value = self.values.get(value.id)
        return isinstance(
            value, (_ast.Constant, _ast.Call, _ast.List, _ast.Dict, _ast.Set, _ast.Lambda, *COMPREHENSIONS)
        )

    # ways that part and join

    def _if(self, node, env):
        control = self._control(node.test, env)
        first, second = dict(env), dict(env)
        self.controls.append(control)
        first_goes_on = self._block(node.body, first)
        second_goes_on = self._block(node.orelse, second)
        self.controls.pop()
        if first_goes_on and second_goes_on:
            _join(env, first, second)
            return True
        # What follows in this block happens because the test said so.
        self.controls.append(control)
        _become(env, first if first_goes_on else second)
        return first_goes_on or second_goes_on

    def _control(self, test, env):
        taint = self._taint(test, env)
        if isinstance(test, _ast.BoolOp) and isinstance(test.op, _ast.And):
            taint = _union(taint, self._taint_of_parts(test.values, env))
        return taint, _is_benign(test)

    def _loop(self, node, env):
        before = dict(env)
        for _ in range(2):  # the second round knows what the first one left behind
            self.jumps.append([])
            if isinstance(node, _ast.While):
                self.controls.append(self._control(node.test, env))
            else:
                self._assign(node.target, None, self._taint(node.iter, env), node, env)
                self.controls.append((CLEAN, False))
            self._block(node.body, env)
            self.controls.pop()
            for left in self.jumps.pop():
                _join(env, dict(env), left)
            _join(env, dict(env), before)
        self._block(node.orelse, env)

    def _try(self, node, env):
        before = dict(env)
        goes_on = self._block(node.body, env) and self._block(node.orelse, env)
        raised = dict(env)
        _join(raised, dict(env), before)
        ends = [env] if goes_on else []
        for handler in node.handlers:
            way = dict(raised)
            if handler.name:
                way[handler.name] = CLEAN
            if self._block(handler.body, way):
                ends.append(way)
        joined = dict(ends[0]) if ends else raised
        for way in ends[1:]:
            _join(joined, dict(joined), way)
        _become(env, joined)
        return self._block(node.finalbody, env) and bool(ends)

    def _match(self, node, env):
        taint = self._taint(node.subject, env)
        ways = [dict(env)]
        for case in node.cases:
            way = dict(env)
            if case.guard is not None:
                self._taint(case.guard, way)
            self.controls.append((taint, False))
            if self._block(case.body, way):
                ways.append(way)
            self.controls.pop()
        for way in ways:
            _join(env, dict(env), way)


def _join(env, a, b):
    """What holds whichever of the two ways was taken, into `env`."""
    for name in a.keys() | b.keys():
        first, second = a.get(name, CLEAN), b.get(name, CLEAN)
        env[name] = first if first == second else (first[0] & second[0], first[1] | second[1])


def _become(env, other):
    if env is not other:
        env.clear()
        env.update(other)


def _pair_up(target, value):
    starred = any([isinstance(part, _ast.Starred) for part in target.elts + value.elts])
    return len(target.elts) == len(value.elts) and not starred


def _is_within(node, expression):
    return node is expression or any([_is_within(node, child) for child in children(expression)])


def _names_in(target):
    if isinstance(target, _ast.Name):
        yield target
    for child in children(target):
        if isinstance(child, _ast.expr):
            yield from _names_in(child)


def _names_bound_by(node):
    if isinstance(node, (_ast.Import, _ast.ImportFrom)):
        return [alias.asname or alias.name.partition(".")[0] for alias in node.names]
    if isinstance(node, _ast.Delete):
        return [target.id for target in node.targets if isinstance(target, _ast.Name)]
    return [node.name]


def _is_benign(test):
    """Asks whether something is there at all: `x is None`, `not x`, `key not in d`."""
    if isinstance(test, _ast.UnaryOp):
        return isinstance(test.op, _ast.Not) and _is_benign(test.operand)
    if isinstance(test, _ast.BoolOp):
        return all([_is_benign(part) for part in test.values])
    if isinstance(test, _ast.Compare):
        return len(test.ops) == 1 and (
            isinstance(test.ops[0], (_ast.In, _ast.NotIn)) or _is_nothing(test.comparators[0])
        )
    return isinstance(test, (_ast.Name, _ast.Attribute, _ast.Subscript, _ast.Call))


def _is_nothing(node):
    return isinstance(node, _ast.Constant) and (node.value is None or node.value is True or node.value is False)
