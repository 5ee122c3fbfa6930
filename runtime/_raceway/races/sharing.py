"""Which of a file's variables can be shared by threads, by all that is known: its own scopes, and what other files write."""

import _ast

from _raceway.races.escape import Names
from _raceway.races.looks import WHOLE
from _raceway.races.scopes import mangled
from _raceway.races.syntax import FUNCTIONS, children

_FRESH = _ast.List, _ast.Dict, _ast.Set, _ast.ListComp, _ast.SetComp, _ast.DictComp, _ast.Constant
_MAKERS = frozenset("list dict set sorted deque defaultdict Counter OrderedDict bytearray".split())
_LOOKING = frozenset(WHOLE) | {"print", "isinstance", "type", "id", "hash"}


class Sharing:
    """`scopes` of the file; `written`: texts "attribute name", "item name" of what the program writes; None: only this file."""

    def __init__(self, tree, scopes, written=None):
        self.scopes = scopes
        self.explains_asserts = False  # pytest tells of the parts of a test as they stand: no note may be among them
        if written is None:
            names = Names(tree)
            self.attributes, self.containers = names.attributes, names.containers
        else:
            self.attributes, self.containers = set(), set()
            for text in written:
                kind, _, name = text.partition(" ")
                (self.attributes if kind == "attribute" else self.containers).add(name)
        self.is_builtin = scopes.is_builtin
        self.handed = set()  # names of what is an argument of a call that may change it
        self.bindings = {}  # Scope → how often each of its names is bound
        self.passed = {}  # Scope → names of locals that others may get to know
        self.captured = {}  # Scope → names of its locals that inner functions look at
        for scope in scopes.all:
            self.bindings[scope] = _bindings(scope)
            self.passed.setdefault(scope, set())
            self.captured.setdefault(scope, set())
        for scope in scopes.all:
            if not scope.is_module:
                _Passing(self, scope).run()
        self.globals = self._globals()

    def is_changed(self, container):
        return container in self.containers

    def is_written(self, attribute):
        return attribute in self.attributes and attribute not in self.scopes.properties

    mangled = staticmethod(mangled)

    def key(self, scope, node):
        """(kind, owner, name) of a Name."""
        name = node.id
        key = self.scopes.key(scope, node)
        if key is not None:
            return (
                (key[0], key[1], name)
                if key[0] == "nonlocal" and self._is_rebound(key[1], name)
                else (("global", None, key[1]) if key[0] == "global" else None)
            )
        if name in scope.bound and not scope.is_module:
            return ("nonlocal", scope, name) if self._is_rebound(scope, name) else None
        if name in self.globals and self.scopes.is_global(scope, name):
            return "global", None, mangled(name, scope)
        return None

    def _is_rebound(self, owner, name):
        if name in owner.owned:
            return True
        return name in self.captured[owner] and self.bindings[owner].get(name, 0) > 1

    def is_own(self, scope, name):
        """Is it a local that only ever holds containers made here, which nobody else gets to know?"""
        if scope.is_module or name not in scope.bound or name in scope.parameters or name in scope.hidden:
            return False
        if name in self.passed[scope] or name in self.captured[scope] or name in scope.owned:
            return False
        return all([_is_fresh(statement) for target, statement in scope.targets if getattr(target, "id", "") == name])

    def _globals(self):
        """Those that functions bind, that are bound more than once, and that other files may bind as attributes."""
        module = self.scopes.module
        often = {name for name, times in self.bindings[module].items() if times > 1}
        return (self.scopes.shared | often | (self.attributes & module.bound)) - module.hidden


def _bindings(scope):
    """Name → how often it is bound; a loop counts as often."""
    found = dict.fromkeys(scope.parameters, 1)
    for target, statement in scope.targets:
        if type(target) is _ast.Name:
            often = isinstance(statement, (_ast.For, _ast.AsyncFor, _ast.AugAssign))
            found[target.id] = found.get(target.id, 0) + 1 + often
    return found


def _is_fresh(statement):
    value = getattr(statement, "value", None)
    if isinstance(statement, _ast.AugAssign) or not isinstance(statement, (_ast.Assign, _ast.AnnAssign)):
        return isinstance(statement, _ast.AugAssign)
    return (
        value is None
        or isinstance(value, _FRESH)
        or isinstance(value, _ast.Call)
        and getattr(value.func, "id", None) in _MAKERS
    )


class _Passing:
    """Looks through a function for names of locals that are passed on, and for those that inner functions use."""

    def __init__(self, sharing, scope):
        self.sharing, self.scope = sharing, scope
        self.passed = sharing.passed[scope]

    def run(self):
        for statement in self.scope.node.body:
            self._visit(statement, False, False)

    def _visit(self, node, is_looked_at, is_later):
        kind = type(node)
        if kind is _ast.Name:
            if type(node.ctx) is _ast.Load:
                self._name(node.id, is_looked_at, is_later)
            return
        if kind in FUNCTIONS:  # a scope of its own
            for each in node.decorator_list + node.args.defaults:
                self._visit(each, False, is_later)
            return
        later = is_later or kind is _ast.Lambda
        for child in children(node):
            self._visit(child, self._looks_at(node, kind, child), later)

    @staticmethod
    def _looks_at(node, kind, child):
        """Is the value of `child` only looked at, in this node?"""
        if kind in (_ast.Attribute, _ast.Compare, _ast.Return, _ast.If, _ast.While, _ast.UnaryOp, _ast.AugAssign):
            return True
        if kind is _ast.Subscript:
            return child is node.value
        if kind in (_ast.For, _ast.AsyncFor, _ast.comprehension):
            return child is node.iter
        if kind is _ast.Call:
            return child is not node.func and getattr(node.func, "id", None) in _LOOKING
        return kind is _ast.FormattedValue

    def _name(self, name, is_looked_at, is_later):
        scope = self.scope
        if name in scope.bound:
            if is_later:
                self.sharing.captured[scope].add(name)
            elif not is_looked_at:
                self.passed.add(name)
        elif name not in scope.globals:
            owner = scope.owner(name)
            if owner is not None:
                self.sharing.captured.setdefault(owner, set()).add(name)
