"""What flow.py asks of statements: what they bind, whether others may come between their steps, what a test is about."""

import _ast

from _raceway.races.syntax import children


def may_interleave(function):
    """May other calls of it in the same thread come between two of its steps: generators, coroutines, recursion."""
    name = getattr(function, "name", None)
    todo = list(children(function))
    while todo:
        node = todo.pop()
        if isinstance(node, (_ast.Yield, _ast.YieldFrom, _ast.Await, _ast.AsyncFor, _ast.AsyncWith)):
            return True
        if isinstance(node, _ast.Call) and name in (getattr(node.func, "id", None), getattr(node.func, "attr", None)):
            return name is not None
        todo.extend(children(node))
    return False


def names_of_pattern(node):
    for name in (getattr(node, "name", None), getattr(node, "rest", None)):
        if name:
            yield name
    for child in children(node):
        if not isinstance(child, _ast.expr):
            yield from names_of_pattern(child)


def pair_up(target, value):
    starred = any([isinstance(part, _ast.Starred) for part in target.elts + value.elts])
    return len(target.elts) == len(value.elts) and not starred


def is_within(node, expression):
    return node is expression or any([is_within(node, child) for child in children(expression)])


def names_bound_by(node):
    if isinstance(node, (_ast.Import, _ast.ImportFrom)):
        return [alias.asname or alias.name.partition(".")[0] for alias in node.names]
    return [node.name]


def is_benign(test):
    """Asks whether something is there at all: `x is None`, `not x`, `key not in d`."""
    if isinstance(test, _ast.UnaryOp):
        return isinstance(test.op, _ast.Not) and is_benign(test.operand)
    if isinstance(test, _ast.BoolOp):
        return all([is_benign(part) for part in test.values])
    if isinstance(test, _ast.Compare):
        return len(test.ops) == 1 and (
            isinstance(test.ops[0], (_ast.In, _ast.NotIn)) or _is_nothing(test.comparators[0])
        )
    return isinstance(test, (_ast.Name, _ast.Attribute, _ast.Subscript, _ast.Call))


def _is_nothing(node):
    return isinstance(node, _ast.Constant) and (node.value is None or node.value is True or node.value is False)
