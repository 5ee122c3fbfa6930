"""All accesses of variables that can be shared, as they stand in the source: what a data race is found by.

Unlike flow.py, which asks what a written value depends on, this only walks through a function once, also through its
comprehensions, lambdas, tests, targets and calls of methods of containers.
"""

import _ast

from _raceway.races.escape import may_be_in_place
from _raceway.races.looks import Looks, flags_of_value
from _raceway.races.sites import BLIND, READ, UPDATE
from _raceway.races.syntax import FUNCTIONS, children

SIMPLE = _ast.Assign, _ast.AugAssign, _ast.AnnAssign, _ast.Expr, _ast.Return


class Accesses(Looks):
    """Finds them in one scope; `found` has them in the order of their evaluation. `lazy` are ids of simple statements that make a
    lambda or generator in which something is found.
    """

    def run(self):
        self._block(self.scope.node.body)
        return self

    # statements

    def _block(self, statements):
        for statement in statements:
            self._statement(statement)

    def _begin(self, node, is_simple=False):
        self.statement, self.line, self.first = node if is_simple else None, node.lineno, node

    def _statement(self, node):
        kind = type(node)
        self._begin(node, kind in SIMPLE)
        handle = _STATEMENTS.get(kind)
        if handle is not None:
            handle(self, node)
        elif kind.__name__ == "Match":
            self._match(node)
        elif kind.__name__ == "TryStar":
            self._try(node)
        elif kind is _ast.Raise or kind is _ast.Expr or kind is _ast.Return:
            for child in children(node):
                self._expression(child)

    def _assign(self, node):
        if node.value is not None:
            self._expression(node.value)
            for target in getattr(node, "targets", None) or (node.target,):
                self._target(target, node.value, node)

    def _augment(self, node):
        target = node.target
        self._expression(node.value)
        self._parts(target)
        access = self._access_of(target, "store", UPDATE, "update")
        if access is not None:
            self._add(access)
        elif may_be_in_place(node):
            self._whole(target, "update", BLIND, "in_place", frozenset(("one-op",)))

    def _target(self, target, value, before):
        """Something is written there. `before`: see Access."""
        kind = type(target)
        if kind is _ast.Tuple or kind is _ast.List:
            for part in target.elts:
                self._target(part, None, before)
        elif kind is _ast.Starred:
            self._target(target.value, None, before)
        else:
            self._parts(target)
            access = self._access_of(target, "store", BLIND, "store")
            if access is not None:
                access.flags.update(flags_of_value(value))
                access.before = before
                self._add(access)

    def _parts(self, target):
        """What is evaluated to know where to write."""
        if type(target) is not _ast.Name:
            for child in children(target):
                self._expression(child)

    def _delete(self, node):
        for target in node.targets:
            for part in target.elts if isinstance(target, (_ast.Tuple, _ast.List)) else (target,):
                self._parts(part)
                access = self._access_of(part, "delete", BLIND, "delete", ("one-op",))
                if access is not None:
                    access.before = node
                    self._add(access)

    def _if(self, node):
        self._test(node.test, ("test",))
        self._block(node.body)
        self._block(node.orelse)

    def _while(self, node):
        count = len(self.found)
        self._test(node.test, ("test",))
        tested = self.found[count:]
        count = len(self.found)
        self._block(node.body)
        written = {access.key for access in self.found[count:] if access.does != READ}
        for access in tested:
            if access.key not in written and access.does == READ:
                access.flags.add("poll")
        self._block(node.orelse)

    def _assert(self, node):
        if not self.names.explains_asserts:
            self._test(node.test, ("test",))
        if node.msg is not None:
            self._expression(node.msg)

    def _for(self, node):
        self._iterated(node.iter)
        self._target(node.target, None, node.body[0])
        self._block(node.body)
        self._block(node.orelse)

    def _with(self, node):
        for item in node.items:
            self._expression(item.context_expr)
        for item in node.items:
            if item.optional_vars is not None:
                self._target(item.optional_vars, None, node.body[0])
        self._block(node.body)

    def _try(self, node):
        self._block(node.body)
        for handler in node.handlers:
            self._begin(handler)
            if handler.type is not None:
                self._expression(handler.type)
            self._block(handler.body)
        self._block(node.orelse)
        self._block(node.finalbody)

    def _match(self, node):
        self._expression(node.subject)
        for case in node.cases:
            if case.guard is not None:
                self._begin(case.guard)
                self._test(case.guard, ("test",))
            self._block(case.body)

    def _function(self, node):
        arguments = node.args
        for each in node.decorator_list + arguments.defaults + [d for d in arguments.kw_defaults if d is not None]:
            self.line = each.lineno if each in node.decorator_list else node.lineno
            self._expression(each)

    def _class(self, node):
        for each in node.decorator_list + node.bases + [keyword.value for keyword in node.keywords]:
            self.line = each.lineno
            self._expression(each)
        # Its own names are nobody's locals; functions in it are scopes of their own.
        self.hidden.append({name for statement in node.body for name in _bound_in_class(statement)})
        self._block(node.body)
        self.hidden.pop()


def _bound_in_class(statement):
    if isinstance(statement, (*FUNCTIONS, _ast.ClassDef)):
        yield statement.name
    for target in getattr(statement, "targets", None) or (getattr(statement, "target", None),):
        if type(target) is _ast.Name:
            yield target.id


_STATEMENTS = {
    _ast.Assign: Accesses._assign,
    _ast.AnnAssign: Accesses._assign,
    _ast.AugAssign: Accesses._augment,
    _ast.Delete: Accesses._delete,
    _ast.If: Accesses._if,
    _ast.While: Accesses._while,
    _ast.Assert: Accesses._assert,
    _ast.For: Accesses._for,
    _ast.AsyncFor: Accesses._for,
    _ast.With: Accesses._with,
    _ast.AsyncWith: Accesses._with,
    _ast.Try: Accesses._try,
    _ast.ClassDef: Accesses._class,
    _ast.FunctionDef: Accesses._function,
    _ast.AsyncFunctionDef: Accesses._function,
}
