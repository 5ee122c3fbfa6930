"""What the variables that a rewriter meets are called: to tell them apart between functions and files, and for people."""

import _ast

from _raceway.races.sites import OWNED, OWNED_ITEM
from _raceway.races.syntax import shown


def name_of(key):
    """What all accesses of a variable have in common, whatever they call the object: (kind, scope, name)."""
    if key[0] == "global":
        return "global", "", key[1]
    if key[0] == "nonlocal":
        return "nonlocal", key[1].qualname, key[2]
    if key[0] == "attribute":
        return "attribute", "", key[2]
    return "item", "", key[1].rpartition(".")[2]


def loosely(key, scope):
    """What may be the same variable in another file, as texts."""
    name = name_of(key)[2]
    yield "%s %s" % (key[0], name)
    if key[0] == "attribute" and key[1] != scope.first:  # of a module it is a global
        yield "global %s" % name
    if key[0] == "item" and key[1] in scope.parameters:  # the same container has other names elsewhere
        yield "item *"


def shown_as(scope, key, node):
    """The name for people: `counter`, `Account.balance`, `stock[]`."""
    if key[0] in ("global", "nonlocal"):
        return key[-1]
    expression = node
    if key[0] == "item":
        is_call, is_compare = isinstance(node, _ast.Call), isinstance(node, _ast.Compare)
        base = node.func.value if is_call else node.comparators[0] if is_compare else node.value
        return _in_class(scope, shown(base), key[1]) + "[]"
    return _in_class(scope, shown(expression), key[1])


def _in_class(scope, text, base):
    """`self.stock` in a method of Shop is `Shop.stock`."""
    while scope is not None and scope.class_name is None:
        scope = scope.parent
    first, dot, rest = text.partition(".")
    if scope is not None and dot and (first == scope.first or base.startswith("Call(type")):
        return "%s.%s" % (scope.class_name, rest)
    return text


def race_name(key):
    """The same as `name_of` of an Access's key."""
    kind, owner, name = key
    return kind, owner.qualname if kind == "nonlocal" else "", name


def race_shown(scope, access, base):
    """The name for people of what is accessed: `counter`, `Account.balance`, `stock[]`, and of a container as a whole `stock`."""
    kind, _, name = access.key
    if kind in ("global", "nonlocal"):
        return name
    if kind == "attribute":
        return _in_class(scope, shown(access.node if access.form != "whole" else base), "")
    return _in_class(scope, shown(base), "") + ("[]" if kind == "item" else "")


def base_of(scopes, scope, base, target):
    """How a container was reached: (kind, name); None where that says nothing of which one it is."""
    if isinstance(base, _ast.Attribute):
        return ("attribute", base.attr) if target in (OWNED, OWNED_ITEM) else None
    if not isinstance(base, _ast.Name):
        return None
    if base.id in scope.bound and base.id not in scope.globals and not scope.is_module:
        return "local", base.id
    return "global" if scopes.is_global(scope, base.id) else "nonlocal", base.id
