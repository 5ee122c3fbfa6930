"""Small questions to syntax trees. `_ast` is the C module below `ast`, whose import would cost a traced start 4 ms."""

import _ast
from sys import version_info

# Not from `_operator`: this module is loaded late, and the program would see that name.
from _raceway.races.sites import attrgetter

ONLY_AST = 0x400
HAS_INDEX = version_info < (3, 9)
"""Up to 3.8 a subscript is wrapped in an Index."""
INDEX = getattr(_ast, "Index", None)

FUNCTIONS = _ast.FunctionDef, _ast.AsyncFunctionDef
COMPREHENSIONS = _ast.ListComp, _ast.SetComp, _ast.DictComp, _ast.GeneratorExp
JUMPS_ARE_LOOKS = version_info < (3, 11)
"""Does the interpreter look for thread switches where a condition jumps? On 3.10 it does."""

HAS_LINE_TABLES_OF_STARTS = version_info < (3, 10)
"""Does each jump to the beginning of a line's code count as a new line? A statement of several lines then stands there once."""

_INLINED = COMPREHENSIONS[:3] if version_info >= (3, 12) else ()
"""Comprehensions that are no functions of their own; others are made first, on the line where they begin."""
LONGEST_TEXT = 200


def parse(source, path):
    """The tree of a file. Raises what `compile` raises."""
    return compile(source, path, "exec", ONLY_AST, dont_inherit=True)


_LEAVES = frozenset(
    "arg asname attr conversion ctx id is_async kind kwd_attrs level module name names op ops rest simple type_comment".split()
)
"""Fields that hold no nodes of concern."""
_fields = {_ast.Constant: (), getattr(_ast, "MatchSingleton", None): ()}


def fields_of(node):
    """Names of the fields that hold nodes, but for operators and contexts, or lists of nodes."""
    kind = type(node)
    fields = _fields.get(kind)
    if fields is None:
        fields = _fields[kind] = tuple([field for field in kind._fields if field not in _LEAVES])
    return fields


_nothing = []
_readers = {}


def children(node):
    """The nodes right below. Not to be changed."""
    kind = type(node)
    read = _readers.get(kind)
    if read is None:
        read = _readers[kind] = _reader(fields_of(node))
    try:
        return read(node)
    except AttributeError:  # a node of ours, made with less
        return [child for field in fields_of(node) for child in _listed(getattr(node, field, None))]


def _reader(fields):
    """A function that reads these fields of a node."""
    if not fields:
        return lambda node: _nothing
    read = attrgetter(*fields)
    if len(fields) == 1:
        return lambda node: _listed(read(node))

    def read_all(node):
        found = []
        for value in read(node):
            if type(value) is list:
                if value:
                    found += value if None not in value else _listed(value)
            elif value is not None:
                found.append(value)
        return found

    return read_all


def _listed(value):
    if type(value) is list:
        return [child for child in value if child is not None] if None in value else value
    return _nothing if value is None else [value]


def constants_of(tree):
    """The values of all constants in it."""
    todo = [tree]
    while todo:
        node = todo.pop()
        if isinstance(node, _ast.Constant):
            yield node.value
        todo.extend(children(node))


def deep_copy(node):
    """The node and all below it, once more."""
    kind = type(node)
    copy = kind.__new__(kind)
    fields = vars(copy)
    fields.update(vars(node))
    for name in fields_of(node):
        value = fields.get(name)
        if type(value) is list:
            fields[name] = [deep_copy(child) if isinstance(child, _ast.AST) else child for child in value]
        elif isinstance(value, _ast.AST):
            fields[name] = deep_copy(value)
    return copy


def jumps_elsewhere(node, line):
    """Would the jump of a condition stand on `line`, where the whole begins, and not where `node` does?

    On 3.10 and 3.11 it does, unless it is a comparison's; a trace function sees it.
    """
    return (3, 10) <= version_info[:2] <= (3, 11) and node.lineno != line


def key_of(subscript):
    """The expression in the brackets; None for slices."""
    key = subscript.slice
    if HAS_INDEX:
        if not isinstance(key, INDEX):
            return None
        key = key.value
    return None if _holds(key, _ast.Slice) else key


def set_key(subscript, key):
    """Put another expression into the brackets."""
    subscript.slice = INDEX(value=key) if HAS_INDEX else key


def _holds(node, kind):
    return isinstance(node, kind) or isinstance(node, _ast.Tuple) and any(isinstance(part, kind) for part in node.elts)


def first_line(statement):
    """Where it begins, its decorators included."""
    decorators = getattr(statement, "decorator_list", None)
    return decorators[0].lineno if decorators else statement.lineno


def first_evaluated(node):
    """The part of an expression whose line is the first that a trace function sees."""
    while True:
        kind = type(node)
        if kind is _ast.IfExp:
            node = node.test
        elif kind in (_ast.Attribute, _ast.Subscript, _ast.NamedExpr, _ast.Await, _ast.YieldFrom):
            node = node.value
        elif kind is _ast.Call:
            node = node.func
        elif kind in (_ast.BinOp, _ast.Compare):
            node = node.left
        elif kind is _ast.UnaryOp:
            node = node.operand
        elif kind is _ast.BoolOp:
            node = node.values[0]
        elif kind is _ast.Yield and node.value is not None:
            node = node.value
        elif kind in (_ast.Tuple, _ast.List, _ast.Set) and not _begins_empty(node.elts):
            node = node.elts[0]
        elif kind in _INLINED:
            node = node.generators[0].iter
        else:
            return node


def first_of(statement):
    """What a simple statement evaluates first."""
    return first_evaluated(statement.target if isinstance(statement, _ast.AugAssign) else statement.value)


def _begins_empty(parts):
    """Is a display made before its first part is, or of constants alone?"""
    kinds = {type(part) for part in parts}
    return _ast.Starred in kinds or kinds <= {_ast.Constant}


def text_of(node):
    """Text that two expressions share only if they are spelled the same; None for what is too long to be a path."""
    text = _text(node)
    return text if len(text) <= LONGEST_TEXT else None


def _text(node):
    if isinstance(node, _ast.Name):
        return node.id
    if isinstance(node, _ast.Attribute):
        return "%s.%s" % (_text(node.value), node.attr)
    if isinstance(node, _ast.Constant):
        return "%s:%r" % (type(node.value).__name__, node.value)
    if isinstance(node, _ast.AST):
        fields = [_text(getattr(node, field, None)) for field in node._fields if field not in ("ctx", "kind")]
        return "%s(%s)" % (type(node).__name__, ",".join(fields))
    if isinstance(node, list):
        return "[%s]" % ",".join([_text(child) for child in node])
    return repr(node)


def is_simple(node):
    """May it be evaluated twice, with nobody the wiser? A name, a constant, a tuple of such."""
    if isinstance(node, _ast.UnaryOp):
        return isinstance(node.operand, _ast.Constant)
    if isinstance(node, _ast.Tuple):
        return all([is_simple(part) for part in node.elts])
    return isinstance(node, (_ast.Name, _ast.Constant))


def is_calm(node):
    """Is it evaluated without a look for thread switches, as long as its operands are no objects of the program's own making?"""
    if isinstance(node, (_ast.Name, _ast.Constant)):
        return True
    if isinstance(node, (_ast.BinOp, _ast.UnaryOp, _ast.Compare, _ast.BoolOp, _ast.IfExp, _ast.Tuple)):
        return all([is_calm(child) for child in children(node) if isinstance(child, _ast.expr)])
    return False


# Operators that refuse some numbers.
_RISKY = _ast.Div, _ast.FloorDiv, _ast.Mod, _ast.Pow, _ast.LShift, _ast.RShift, _ast.MatMult


def is_risky(operator, operand):
    """May the operator refuse numbers: does it divide by something else than a positive constant?"""
    is_positive = isinstance(operand, _ast.Constant) and isinstance(operand.value, (int, float)) and operand.value > 0
    return isinstance(operator, _RISKY) and not is_positive


def can_raise(node):
    """Is there such an operator in it?"""
    if isinstance(node, _ast.BinOp) and is_risky(node.op, node.right):
        return True
    return any([can_raise(child) for child in children(node)])


def names_in(node):
    """All names in an expression."""
    if isinstance(node, _ast.Name):
        yield node
    for child in children(node):
        if isinstance(child, _ast.expr):
            yield from names_in(child)


def shown(node):
    """A short name of an expression for people: `stock`, `self.stock`."""
    if isinstance(node, _ast.Name):
        return node.id
    if isinstance(node, _ast.Attribute):
        return "%s.%s" % (shown(node.value), node.attr)
    if isinstance(node, _ast.Call):
        return "%s()" % shown(node.func)
    if isinstance(node, _ast.Subscript):
        return "%s[]" % shown(node.value)
    return "…"


class _End:
    """The place of an expression's last step, where that is on another line than its first."""

    def __init__(self, node):
        self.lineno = self.end_lineno = node.end_lineno
        self.col_offset, self.end_col_offset = max(0, node.end_col_offset - 1), node.end_col_offset


def end_of(node):
    """The place of its last step: since 3.10 an attribute is looked up, and a method called, on the line of its name."""
    if version_info >= (3, 10):
        if isinstance(node, _ast.Call) and _is_method_call(node):
            node = node.func
        if isinstance(node, _ast.Attribute) and node.end_lineno != node.lineno:
            return _End(node)
    return node


def _is_method_call(call):
    """Is it compiled as one?"""
    if any([isinstance(argument, _ast.Starred) for argument in call.args]):
        return False
    return not call.keywords or version_info >= (3, 11) and all([keyword.arg for keyword in call.keywords])


def at(node, like):
    """On the line where `like` begins: of an attribute that ends on another line the compiler would take that one."""
    node.lineno = node.end_lineno = like.lineno
    node.col_offset = like.col_offset
    node.end_col_offset = like.end_col_offset if like.end_lineno == like.lineno else like.col_offset + 1
    return node


def copy_of_simple(node, like):
    """A second evaluation of something simple."""
    if isinstance(node, _ast.Name):
        return at(_ast.Name(id=node.id, ctx=_ast.Load()), like)
    if isinstance(node, _ast.Constant):
        return at(_ast.Constant(value=node.value, kind=None), like)
    if isinstance(node, _ast.UnaryOp):
        return at(_ast.UnaryOp(op=node.op, operand=copy_of_simple(node.operand, like)), like)
    return at(_ast.Tuple(elts=[copy_of_simple(part, like) for part in node.elts], ctx=_ast.Load()), like)
