"""What the names of a module mean: which functions there are, and which variables each of them may share with other threads."""

import _ast

from _raceway.races.syntax import FUNCTIONS, children, key_of, text_of

_NESTED = (*FUNCTIONS, _ast.Lambda, _ast.ClassDef)


class Scope:
    """A function, or the module's body (`node` is the Module).

    bound          names that are local here        globals, nonlocals   as declared
    targets        (target, statement) of all writes to what is no local
    written        keys of these (see `key`)
    class_name     of the class whose method it is; first is the name of the method's first parameter
    hidden         names that an import, a `def`, a handler or a pattern binds: no note can be put there
    owned          locals that inner functions write
    """

    def __init__(self, node, parent, class_name, qualname):
        self.node, self.parent, self.class_name, self.qualname = node, parent, class_name, qualname
        self.bound, self.globals, self.nonlocals = set(), set(), set()
        self.targets = []
        self.written = set()
        self.first = None
        self.parameters, self.hidden, self.owned = (), set(), set()
        if isinstance(node, FUNCTIONS):
            arguments = node.args
            named = arguments.posonlyargs + arguments.args + arguments.kwonlyargs
            named += [extra for extra in (arguments.vararg, arguments.kwarg) if extra]
            self.parameters = [argument.arg for argument in named]
            self.bound.update(self.parameters)
            positional = arguments.posonlyargs + arguments.args
            if class_name is not None and positional:
                self.first = positional[0].arg

    @property
    def is_module(self):
        return isinstance(self.node, _ast.Module)

    def owner(self, name):
        """The enclosing function whose local a nonlocal name is; None where there is none."""
        scope = self.parent
        while scope is not None and not scope.is_module:
            if name in scope.bound and name not in scope.nonlocals and name not in scope.globals:
                return scope
            scope = scope.parent
        return None


class Scopes:
    """All scopes of a module. `shared` are the globals that some function writes; `properties` names that are no storage."""

    def __init__(self, tree, has_walrus=True):
        self.all = []
        self.has_walrus = has_walrus
        self.shared = set()
        self.properties = set()
        self.unseen = set()  # names of containers that something else than an item's assignment changes
        self.calls_constructors = False  # of objects that may be there already
        self.module = Scope(tree, None, None, "")
        self._visit_block(tree.body, self.module, None, "")
        for scope in self.all:
            self.shared.update(scope.globals.intersection(scope.bound))
            scope.bound -= scope.globals
            scope.bound -= scope.nonlocals
            for name in scope.nonlocals:
                owner = scope.owner(name)
                if owner is not None:
                    owner.owned.add(name)
        self.constants = self._constants()
        for scope in self.all:
            scope.written = {key for key in [self.key(scope, target) for target, _ in scope.targets] if key is not None}

    def _constants(self):
        """Globals that are given a constant, once, and nothing else."""
        found, others = set(), self.module.hidden | self.shared
        for target, statement in self.module.targets:
            if isinstance(target, _ast.Name):
                is_constant = isinstance(statement, _ast.Assign) and isinstance(statement.value, _ast.Constant)
                (others if not is_constant or target.id in found else found).add(target.id)
        return found - others

    def is_global(self, scope, name):
        """Does the name mean a global, or a builtin, in this function?"""
        while not scope.is_module:
            if name in scope.bound or name in scope.nonlocals:
                return False
            scope = scope.parent
        return True

    def is_local(self, scope, name):
        """Is this Name one of the function's own, that nobody shares?"""
        return name.id in scope.bound and self.key(scope, name) is None

    def is_builtin(self, scope, name):
        """Does the file not bind the name itself?"""
        return self.is_global(scope, name) and name not in self.module.bound and name not in self.shared

    def makes(self, scope, key):
        """Does a constructor give the new object this attribute? Nobody else knows it yet."""
        is_constructor = scope.first is not None and scope.node.name == "__init__"
        return is_constructor and key[:2] == ("attribute", scope.first) and not self.calls_constructors

    def given_up(self):
        """Keys of variables that are bound where no note can be put."""
        for scope in self.all:
            for name in scope.hidden:
                key = self._key_of_name(scope, name)
                if key is not None:
                    yield key

    def key(self, scope, node):
        """What variable an expression names within its function, None for what nobody shares.

        ("global", name), ("nonlocal", owning Scope, name), ("attribute", base, name), ("item", base, key); bases and keys as text
        """
        if isinstance(node, _ast.Name):
            return self._key_of_name(scope, node.id)
        if isinstance(node, _ast.Attribute):
            base = text_of(node.value)
            return None if base is None else ("attribute", base, mangled(node.attr, scope))
        if isinstance(node, _ast.Subscript):
            key = key_of(node)
            return None if key is None else self.key_of_item(node.value, key)
        return None

    @staticmethod
    def key_of_item(base, key):
        base, key = text_of(base), text_of(key)
        return None if base is None or key is None else ("item", base, key)

    def _key_of_name(self, scope, name):
        if not scope.is_module and name not in scope.globals:
            owner = scope if name in scope.owned else None if name in scope.bound else scope.owner(name)
            if owner is not None:
                return ("nonlocal", owner, name)
            if name in scope.bound:
                return None
        return ("global", mangled(name, scope)) if name in self.shared else None

    def _visit_block(self, block, scope, class_name, prefix):
        self.all.append(scope)
        for statement in block:
            self._visit(statement, scope, class_name, prefix)

    def _visit(self, node, scope, class_name, prefix):
        if isinstance(node, FUNCTIONS):
            if class_name is None:
                self._hide(scope, node.name)
            self._note_property(node)
            inner = Scope(node, scope, class_name, prefix + node.name)
            self._visit_block(node.body, inner, None, prefix + node.name + ".<locals>.")
        elif isinstance(node, _ast.ClassDef):
            if class_name is None:
                self._hide(scope, node.name)
            for statement in node.body:
                self._visit_in_class(statement, scope, node.name, prefix + node.name + ".")
        elif isinstance(node, _ast.Global):
            scope.globals.update(node.names)
        elif isinstance(node, _ast.Nonlocal):
            scope.nonlocals.update(node.names)
        elif isinstance(node, (_ast.Import, _ast.ImportFrom)):
            for alias in node.names:
                self._hide(scope, alias.asname or alias.name.partition(".")[0])
        else:
            self._visit_other(node, scope, prefix)

    def _visit_in_class(self, node, scope, class_name, prefix):
        """What stands in a class's body: its functions are methods, its variables are nobody's locals."""
        if isinstance(node, (*FUNCTIONS, _ast.ClassDef)):
            self._visit(node, scope, class_name, prefix)
        elif isinstance(node, (_ast.If, _ast.Try, _ast.With)):
            for child in children(node):
                self._visit_in_class(child, scope, class_name, prefix)
        elif isinstance(node, _ast.Assign) and isinstance(node.value, _ast.Call):
            if getattr(node.value.func, "id", None) == "property":
                self.properties.update([target.id for target in node.targets if isinstance(target, _ast.Name)])

    def _note_property(self, function):
        for decorator in function.decorator_list:
            name = getattr(decorator, "id", None) or getattr(decorator, "attr", None)
            if name in ("property", "setter", "cached_property"):
                self.properties.add(function.name)

    def _visit_other(self, node, scope, prefix):
        for target in _targets_of(node):
            self._bind(target, node, scope)
        if isinstance(node, _ast.AugAssign) and isinstance(node.op, (_ast.BitOr, _ast.Mult)):
            self._note_unseen(node.target)  # `d |= other`, `l *= 0`
        if isinstance(node, _ast.ExceptHandler) and node.name:
            self._hide(scope, node.name)
        for child in children(node):
            if isinstance(child, (_ast.stmt, _ast.ExceptHandler)) or type(child).__name__ == "match_case":
                self._visit(child, scope, None, prefix)
            elif self.has_walrus and isinstance(child, _ast.expr):
                _bind_walrus(child, scope)
            elif type(child).__name__ in _PATTERNS:
                _bind_pattern(child, scope)

    @staticmethod
    def _hide(scope, name):
        scope.bound.add(name)
        scope.hidden.add(name)

    def _note_unseen(self, container):
        text = text_of(container)
        if text is not None:
            self.unseen.add(text.rpartition(".")[2])

    def _bind(self, target, statement, scope):
        if isinstance(target, _ast.Name):
            scope.bound.add(target.id)
            scope.targets.append((target, statement))
        elif isinstance(target, (_ast.Attribute, _ast.Subscript)):
            scope.targets.append((target, statement))
            if isinstance(target, _ast.Subscript) and key_of(target) is None:
                self._note_unseen(target.value)
        elif isinstance(target, (_ast.Tuple, _ast.List)):
            for part in target.elts:
                self._bind(part, statement, scope)
        elif isinstance(target, _ast.Starred):
            self._bind(target.value, statement, scope)


def mangled(name, scope):
    """`__n` in a method of the class Base is `_Base__n`."""
    if not name.startswith("__") or name.endswith("__"):
        return name
    while scope is not None and scope.class_name is None:
        scope = scope.parent
    owner = scope.class_name.lstrip("_") if scope is not None else ""
    return "_%s%s" % (owner, name) if owner else name


_PATTERNS = (
    "MatchAs",
    "MatchOr",
    "MatchSequence",
    "MatchMapping",
    "MatchClass",
    "MatchStar",
    "MatchValue",
    "MatchSingleton",
)


def _targets_of(node):
    if isinstance(node, _ast.Assign):
        return node.targets
    if isinstance(node, (_ast.AugAssign, _ast.AnnAssign, _ast.For, _ast.AsyncFor)):
        return (node.target,)
    if isinstance(node, (_ast.With, _ast.AsyncWith)):
        return [item.optional_vars for item in node.items if item.optional_vars is not None]
    if isinstance(node, _ast.Delete):
        return node.targets
    return ()


def _bind_walrus(node, scope):
    """A walrus binds in the function, also out of a comprehension."""
    if isinstance(node, _ast.NamedExpr):
        scope.bound.add(node.target.id)
        scope.hidden.add(node.target.id)
    if not isinstance(node, _ast.Lambda):
        for child in children(node):
            if isinstance(child, (_ast.expr, _ast.comprehension, _ast.keyword)):
                _bind_walrus(child, scope)


def _bind_pattern(node, scope):
    for name in (getattr(node, "name", None), getattr(node, "rest", None)):
        if name:
            scope.bound.add(name)
            scope.hidden.add(name)
    for child in children(node):
        if type(child).__name__ in _PATTERNS:
            _bind_pattern(child, scope)
