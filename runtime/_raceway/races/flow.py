"""Which writes of a function depend on which of its reads: an abstract run of the function, statement by statement.

Each local name carries a *taint*: the variables that its value surely comes from, and the reads it may come from. At a join of
two ways `surely` is what both say. A write of `v` whose value surely comes from `v` is an update by value; one that only a test
of `v` decides is an update by control; one that may or may not come from `v`, or of which nobody knows, is unsure.

    seen = counter                 seen: surely {counter}, from read 1
    if late: seen = 0              after the join: surely {}, perhaps from read 1
    counter = seen + 1             unsure
"""

import _ast

from _raceway.races.expressions import Expressions
from _raceway.races.shapes import is_benign, is_within, may_interleave, names_bound_by, names_of_pattern, pair_up
from _raceway.races.sites import BLIND, CONTROL, UNSURE, UPDATE, VALUE
from _raceway.races.syntax import COMPREHENSIONS, FUNCTIONS, can_raise, children, is_calm, is_risky, names_in
from _raceway.races.taint import (
    ANY,
    ANYTHING,
    CLEAN,
    ORIGIN,
    READS,
    SINCE,
    SURELY,
    become,
    from_anywhere,
    join_into,
    union,
)

SIMPLE = _ast.Assign, _ast.AugAssign, _ast.AnnAssign, _ast.Expr, _ast.Return
_LOOPS = _ast.For, _ast.AsyncFor, _ast.While
_TRIES = tuple([getattr(_ast, name) for name in ("Try", "TryStar") if hasattr(_ast, name)])
_LOADS = _ast.Name, _ast.Attribute, _ast.Subscript


class Write:
    """A target that is written. `does`: UPDATE, VALUE …; `value`: the expression written, None where it is only a part of one;
    `may_write_back`: does what fed it feed a write before it? `flags`: of docs/trace-format.md, those that only this run finds;
    `decided_by`: the reads in the test that decides whether it comes to it, of a write that is one step.
    """

    __slots__ = ("decided_by", "does", "flags", "key", "may_write_back", "node", "reads", "statement", "value")

    def __init__(self, node, key, statement, value, does, reads, may_write_back=False):
        self.node, self.key, self.statement, self.value = node, key, statement, value
        self.does, self.reads, self.may_write_back = does, reads, may_write_back
        self.flags = set()
        self.decided_by = ()


class Flow(Expressions):
    """The reads and writes of one scope; `run()` fills `reads` and `writes` (by id of their nodes)."""

    def __init__(self, scope, scopes):
        Expressions.__init__(self, scope, scopes)
        self.writes = {}
        self.loops = []  # what the locals carry where `break` and `continue` leave a loop: two lists each
        self.heads = {}  # id(loop) → what they carry where a round of it begins
        self.values = {}  # local name → the expression last assigned

    def run(self):
        """Raises TooLong."""
        self._block(self.scope.node.body, dict.fromkeys(self.scope.parameters, ANYTHING))
        if any([write.may_write_back for write in self.writes.values()]) and may_interleave(self.scope.node):
            for write in self.writes.values():
                write.may_write_back = False
        return self

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
        self.spend(1)
        self.simple, self.line = node if kind in SIMPLE else None, node.lineno
        if kind is _ast.Assign:
            self._assign_all(node, env)
        elif kind is _ast.AugAssign:
            self._augment(node, env)
        elif kind is _ast.AnnAssign:
            if node.value is not None:
                self._assign(node.target, node.value, self.taint(node.value, env), node, env)
        elif kind in (_ast.Return, _ast.Raise, _ast.Expr, _ast.Assert):
            self.of_parts(children(node), env)
            return kind in (_ast.Expr, _ast.Assert)
        elif kind is _ast.If:
            return self._if(node, env)
        elif kind in _LOOPS:
            return self._loop(node, env)
        elif kind in (_ast.With, _ast.AsyncWith):
            self._with(node, env)
        elif kind in _TRIES:
            return self._try(node, env)
        elif kind in (_ast.Break, _ast.Continue):
            self.spend(len(env))
            self.loops[-1][kind is _ast.Continue].append(dict(env))
            return False
        elif kind.__name__ == "Match":
            self._match(node, env)
        elif kind is _ast.Delete:
            self._delete(node, env)
        elif kind in FUNCTIONS or kind in (_ast.ClassDef, _ast.Import, _ast.ImportFrom):
            for name in names_bound_by(node):
                if self.scopes.key(self.scope, _ast.Name(id=name)) is None:
                    self.set(env, name, ANYTHING)
        return True

    def _delete(self, node, env):
        for target in node.targets:
            for part in target.elts if isinstance(target, (_ast.Tuple, _ast.List)) else (target,):
                key = self.scopes.key(self.scope, part)
                if key is not None:
                    self.given_up.add(key)
                elif isinstance(part, _ast.Name):
                    env.pop(part.id, None)

    def _assign_all(self, node, env):
        value, targets = node.value, node.targets
        # A local that gets just what is read never holds an older value once it is read.
        if len(targets) == 1 and isinstance(targets[0], _ast.Name) and isinstance(value, _LOADS):
            self.overwrites = targets[0].id
        taint = self.taint(value, env)
        self.overwrites = None
        for target in targets:
            if isinstance(target, _ast.Tuple) and isinstance(value, _ast.Tuple) and pair_up(target, value):
                parts = [self.taint(part, env) for part in value.elts]
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
            # A container may be filled as soon as it has a name.
            self.set(env, target.id, from_anywhere(taint) if taint[ORIGIN] else taint)
            self.values[target.id] = value
            return
        if not isinstance(target, _ast.Name):
            self.of_parts(children(target), env)
        if key is not None:
            self._write(target, key, statement, value, taint, env)

    def _augment(self, node, env):
        target, value = node.target, self.taint(node.value, env)
        key = self.scopes.key(self.scope, target)
        if isinstance(target, _ast.Name) and key is None:
            self.set(
                env, target.id, union(env.get(target.id, ANYTHING), from_anywhere(value) if value[ORIGIN] else value)
            )
            return
        if not isinstance(target, _ast.Name):
            self.of_parts(children(target), env)
        if key is not None:
            does = UPDATE if self._is_calm(target, node.value) else VALUE
            if is_risky(node.op, node.value) or does == UPDATE and can_raise(node.value):
                does = UNSURE  # where it raises, nothing is written
            write = self.writes[id(target)] = Write(target, key, node, node.value, does, ())
            if self._is_calm(target, node.value):
                write.flags.add("luck")
                self._note_decision(write)
            self.touch(env, (key, frozenset((node,))))

    def _is_calm(self, target, value):
        return is_calm(value) and getattr(target, "attr", None) not in self.scopes.properties

    def _write(self, target, key, statement, value, taint, env):
        reads = [read for read in taint[READS] if read.key == key]
        flags = ()
        if key in taint[SURELY] and not _is_outdated(taint, reads):
            inside = (
                value is not None and self._is_calm(target, value) and all([is_within(r.node, value) for r in reads])
            )
            does = (UNSURE if can_raise(value) else UPDATE) if inside else VALUE
            flags = ("luck",) if inside else ()
        elif reads:
            does = UNSURE
        else:
            is_init = self._is_decided_benignly(key, value)
            does, reads, taint = self._by_control(key, value, taint)
            flags = ("init",) if is_init else ()
            if does == UNSURE and not reads and self.scopes.makes(self.scope, key):
                does = BLIND  # what a constructor gets for a new object comes from others
        feeds = frozenset(reads)
        before = {mark[1] for mark in taint[SINCE] if mark[0] == key and isinstance(mark[1], frozenset)}
        write = self.writes[id(target)] = Write(target, key, statement, value, does, reads, before == {feeds})
        write.flags.update(flags)
        if flags == ("luck",):
            self._note_decision(write)
        self.touch(env, (key, feeds))

    def _by_control(self, key, value, own):
        blind = UNSURE if own[ORIGIN] == ANY else BLIND
        for taint, asks_nothing in self.controls:
            if key in taint[SURELY]:
                if asks_nothing and self._is_initialisation(key, value):
                    return blind, (), own
                reads = [read for read in taint[READS] if read.key == key]
                return UNSURE if _is_outdated(taint, reads) else CONTROL, reads, taint
        return blind, (), own

    def _note_decision(self, write):
        """Looked at, then changed: the nearest test of it decides, for those around may be asked before a lock is taken."""
        for taint, _ in reversed(self.controls):
            if write.key in taint[SURELY]:
                write.decided_by = [read for read in taint[READS] if read.key == write.key]
                write.flags.add("decided")
                return

    def _is_decided_benignly(self, key, value):
        """Does a test whether there is anything at all decide that it is written?"""
        tests = [asks_nothing for taint, asks_nothing in self.controls if key in taint[SURELY]]
        return bool(tests) and all(tests) and self._is_initialisation(key, value)

    def _is_initialisation(self, key, value):
        """A constant, something made for the purpose, or out of an item's key: whoever comes second makes the same."""
        if isinstance(value, _ast.Name):
            value = self.values.get(value.id)
        if isinstance(value, (_ast.BinOp, _ast.UnaryOp, _ast.JoinedStr, _ast.Tuple)) and key[0] == "item":
            spaced = "".join([sign if sign.isalnum() or sign == "_" else " " for sign in key[2]])
            return all([name.id in spaced.split() for name in names_in(value)])
        return isinstance(
            value, (_ast.Constant, _ast.Call, _ast.List, _ast.Dict, _ast.Set, _ast.Lambda, *COMPREHENSIONS)
        )

    # ways that part and join

    def _if(self, node, env):
        control = self._control(node.test, env)
        self.spend(2 * len(env))
        second = dict(env)
        depth = len(self.controls)
        self.controls.append(control)
        first_goes_on = self._block(node.body, env)
        self.controls[depth:] = [control]
        second_goes_on = self._block(node.orelse, second)
        del self.controls[depth:]
        if first_goes_on and second_goes_on:
            join_into(env, second)
            return True
        # What follows in this block happens because the test said so.
        self.controls.append(control)
        if not first_goes_on:
            become(env, second)
        return first_goes_on or second_goes_on

    def _control(self, test, env):
        taint = self.taint(test, env)
        if isinstance(test, _ast.BoolOp) and isinstance(test.op, _ast.And):
            taint = union(taint, self.of_parts(test.values, env))
        return taint, is_benign(test)

    def _loop(self, node, env):
        """Round after round, until the locals carry nothing new where a round begins.

        That is remembered for the next time: a loop in loops goes once a round of those.
        """
        head = self.heads.setdefault(id(node), {})
        join_into(head, env)
        is_while = isinstance(node, _ast.While)
        is_endless = is_while and isinstance(node.test, _ast.Constant) and bool(node.test.value)
        while True:
            self.spend(1 + 4 * len(head))
            now = dict(head)
            self.loops.append(([], []))
            control = self._control(node.test, now) if is_while else (CLEAN, False)
            after = dict(now)
            if not is_while:
                self.simple, self.line = None, node.lineno
                self._assign(node.target, None, self.taint(node.iter, now), node, now)
            depth = len(self.controls)
            self.controls.append(control)
            goes_on = self._block(node.body, now)
            del self.controls[depth:]
            breaks, ends = self.loops.pop()
            ends += [now] if goes_on else []
            if not any([join_into(head, end) for end in ends]):
                break
        ways = breaks
        if not is_endless and self._block(node.orelse, after):
            ways = [after, *breaks]
        if ways:
            become(env, dict(ways[0]))
            for way in ways[1:]:
                join_into(env, way)
        return bool(ways)

    def _with(self, node, env):
        for item in node.items:
            taint = self.taint(item.context_expr, env)
            if item.optional_vars is not None:
                self._assign(item.optional_vars, None, from_anywhere(taint), node, env)
        before, seen = dict(env), {}
        self.spend(2 * len(env))
        self.raised.append(seen)
        if not self._block(node.body, env):
            become(env, before)
        self.raised.pop()
        # It may swallow what is raised, at whichever statement that is.
        join_into(env, before)
        join_into(env, seen)

    def _try(self, node, env):
        self.spend(4 * len(env))
        raised, anywhere, seen, seen_anywhere = dict(env), dict(env), {}, {}
        self.raised.extend((seen_anywhere, seen))
        goes_on = self._block(node.body, env)
        self.raised.pop()
        join_into(raised, seen)
        ends = [env] if goes_on and self._block(node.orelse, env) else []
        for handler in node.handlers:
            way = dict(raised)
            if handler.type is not None:
                self.taint(handler.type, way)
            if handler.name:
                self.set(way, handler.name, ANYTHING)
            if self._block(handler.body, way):
                ends.append(way)
        self.raised.pop()
        joined = dict(ends[0]) if ends else raised
        for way in ends[1:]:
            join_into(joined, way)
        become(env, joined)
        goes_on = True
        if node.finalbody:  # comes after each of the statements; behind it, those matter that ended well
            join_into(anywhere, seen_anywhere)
            changed = {}
            self.raised.append(changed)
            goes_on = self._block(node.finalbody, anywhere)
            self.raised.pop()
            env.update({name: anywhere[name] for name in changed if name in anywhere})
        return goes_on and bool(ends)

    def _match(self, node, env):
        taint = self.taint(node.subject, env)
        before = dict(env)
        for case in node.cases:
            self.spend(2 * len(before))
            way = dict(before)
            for name in names_of_pattern(case.pattern):
                if self.scopes.key(self.scope, _ast.Name(id=name)) is None:
                    self.set(way, name, from_anywhere(taint))
            control = taint
            if case.guard is not None:
                self.taint(case.guard, way)
            depth = len(self.controls)
            self.controls.append((control, False))
            if self._block(case.body, way):
                join_into(env, way)
            del self.controls[depth:]


def _is_outdated(taint, reads):
    """May it come from one of these reads although another one of them came later?"""
    return any([mark[1] in reads for mark in taint[SINCE] if not isinstance(mark[1], frozenset)])
