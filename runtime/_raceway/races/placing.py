"""Where the notes go: what stands in the place of the program's nodes, before its statements and behind them."""

import _ast

from _raceway.races.pieces import Pieces
from _raceway.races.sites import SWITCHES_ANYWHERE
from _raceway.races.syntax import HAS_LINE_TABLES_OF_STARTS, at, fields_of, first_line, first_of, is_simple, key_of


class Placing(Pieces):
    def __init__(self, scopes):
        Pieces.__init__(self, scopes)
        self.replacements = {}  # id(node) → what stands in its place
        self.before = {}  # id(statement) → the note to stand before it
        self.behind = {}  # id(statement) → the notes to stand behind it
        self.noted = bytearray()  # 1 for each line with a node that gets a note

    @staticmethod
    def is_simple_target(node):
        if isinstance(node, _ast.Name):
            return True
        if isinstance(node, _ast.Attribute):
            return is_simple(node.value)
        return is_simple(node.value) and is_simple(key_of(node))

    def replace(self, node, by):
        self.kept.append(node)
        self.replacements[id(node)] = by

    def put_done_behind(self, statement, target):
        if SWITCHES_ANYWHERE:
            self.kept.append(statement)
            done = self.done(target)
            self.behind.setdefault(id(statement), []).append(at(_ast.Expr(value=done), done))

    def mark_calls_of(self, function, name):
        """`.raceway0 = {*()}` at the beginning of the function: something that each of its calls has for itself."""
        first = function.body[0]
        has_docstring = (
            isinstance(first, _ast.Expr) and isinstance(first.value, _ast.Constant) and len(function.body) > 1
        )
        index = 1 if has_docstring else 0
        like = getattr(function.body[index], "value", None) or function.body[index]
        target = at(_ast.Name(id=name, ctx=_ast.Store()), like)
        nothing = at(_ast.Tuple(elts=[], ctx=_ast.Load()), like)
        mark = at(_ast.Set(elts=[at(_ast.Starred(value=nothing, ctx=_ast.Load()), like)]), like)
        function.body.insert(index, at(_ast.Assign(targets=[target], value=mark), like))

    def settle_all(self, tree):
        """Put all in its place."""
        last = max([node.lineno for node in self.kept], default=0)
        noted = bytearray(last + 2)
        for node in self.kept:
            noted[node.lineno] = 1
        self.noted = noted
        self.settle(tree)

    def settle(self, node):
        """From the inside out: what is put in holds the nodes that it stands for."""
        replacements = self.replacements
        for field in fields_of(node):
            value = getattr(node, field, None)
            if type(value) is list:
                self.settle_list(value)
            elif value is not None:
                self.settle(value)
                if id(value) in replacements:
                    setattr(node, field, replacements.pop(id(value)))

    def settle_list(self, nodes):
        for index in range(len(nodes) - 1, -1, -1):
            child = nodes[index]
            if child is None:  # a `**mapping` in a display has no key
                continue
            # Most statements have no note in any of their lines.
            if isinstance(child, _ast.stmt) and self.noted.find(1, first_line(child), (child.end_lineno or 0) + 1) < 0:
                continue
            self.settle(child)
            if id(child) in self.replacements:
                nodes[index] = self.replacements.pop(id(child))
            elif id(child) in self.originals or id(child) in self.before:
                nodes[index : index + 1] = self.either_way(child)

    def either_way(self, statement):
        """`if S.off: the statement as it was; else: the one with notes`: what rests costs one look at a slot a statement."""
        original, groups = self.originals.get(id(statement), (statement, None))
        behind = self.behind.pop(id(statement), ())
        if id(statement) in self.before:
            # A condition that always holds, and whose jump is never taken: an expression as a statement of its own ends with
            # an instruction that is on no line, and then the next one is on a new one.
            log = self.before.pop(id(statement))
            test = at(_ast.Tuple(elts=[log], ctx=_ast.Load()), log)
            statement = at(_ast.If(test=test, body=[statement], orelse=[]), log)
        noted = [statement, *behind]
        if not groups or HAS_LINE_TABLES_OF_STARTS and original.end_lineno != original.lineno:
            return noted
        like = first_of(original)
        tests = [self.field(site, "off", like) for site in groups.values()]
        test = tests[0] if len(tests) == 1 else at(_ast.BoolOp(op=_ast.And(), values=tests), like)
        return [at(_ast.If(test=test, body=[original], orelse=noted), like)]
