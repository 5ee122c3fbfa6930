"""The operators that note an access, as syntax trees, and the rows of the sites and groups that they belong to."""

import _ast

from _raceway.races.bind import HERE, SITE
from _raceway.races.naming import base_of, loosely, name_of, shown_as
from _raceway.races.sites import ATTRIBUTE, FIXED, ITEM, READ, SWITCHES_ANYWHERE
from _raceway.races.syntax import (
    JUMPS_ARE_LOOKS,
    at,
    copy_of_simple,
    end_of,
    first_evaluated,
    jumps_elsewhere,
    key_of,
    set_key,
)

LOAD, IN, OR, AND = _ast.Load(), _ast.In(), _ast.Or(), _ast.And()
OWNER = ".raceway%d"
"""Name of the local by which a function's own variables are told from those of its next call. No program can spell it."""


class Pieces:
    """Makes them. `statement` is the simple one whose accesses are being noted."""

    def __init__(self, scopes):
        self.scopes = scopes
        self.groups, self.sites = [], []
        self.unwatched = set()
        self.group_numbers = {}
        self.statement = None
        self.originals = {}  # id(simple statement) → (a copy from before, the groups of its notes)
        self.owners = {}  # Scope → name of its local
        self.details = {}  # (id(node), kind) → its Access (accesses.py)
        self.sited = set()  # of these, those that have a site
        self.numbers = {}  # id(node) → the numbers of its sites
        self.kept = []  # nodes whose ids are in use

    def give_up(self, key, scope):
        """An access of this variable is not noted."""
        self.unwatched.update(loosely(key, scope))

    def log_of_simple(self, scope, key, does, node, like):
        """The operators that note an access whose base and key may be evaluated twice; they stand on the line of `like`."""
        if key[0] == "global":
            return self.log(self.site(scope, key, does, FIXED, node), [], like)
        if key[0] == "nonlocal":
            site = self.site(scope, key, does, ATTRIBUTE, node)
            return self.log(site, [_ast.Name(id=self.owner_of(key[1]), ctx=_ast.Load())], like)
        if key[0] == "attribute":
            return self.log(self.site(scope, key, does, ATTRIBUTE, node), [node.value], like)
        return self.log(self.site(scope, key, does, ITEM, node, node.value), [node.value, key_of(node)], like)

    def owner_of(self, scope):
        return self.owners.setdefault(scope, OWNER % len(self.owners))

    def site(self, scope, key, does, target, node, base=None):
        """A new row that is judged; returns its number. `base`: of an item, what says which container."""
        if getattr(node, "attr", None) in self.scopes.properties:
            self.give_up(key, scope)
        op, flags = None, ()
        access = self.details.get((id(node), key[0]))
        if access is not None:
            self.sited.add((id(node), key[0]))
            op, flags = access.op, access.flags
            if op is not None and does == READ and access.does != READ:
                op, flags = "load", access.flags & {"async"} | {"feeds", "one-op"}
        name = name_of(key)
        return self.add_site(scope, name, shown_as(scope, key, node), does, target, node, op, flags, base, True)

    def add_site(self, scope, name, shown, does, target, node, op, flags, base=None, judged=False):
        number = self.group_numbers.get((scope, name, judged))
        if number is None:
            number = self.group_numbers[scope, name, judged] = len(self.groups)
            self.groups.append([*name, shown, False, judged])
        place = node.lineno, node.col_offset + 1, node.end_col_offset + 1 if node.end_lineno == node.lineno else 0
        reached = base_of(self.scopes, scope, base, target)
        row = number, does, target, *place, scope.qualname or "<module>", None, False
        self.sites.append((*row, op, tuple(sorted(flags)), judged, reached, None))
        if id(self.statement) in self.originals:
            self.originals[id(self.statement)][1].setdefault(number, len(self.sites) - 1)
        self.kept.append(node)
        self.numbers.setdefault(id(node), []).append(len(self.sites) - 1)
        return len(self.sites) - 1

    def constant(self, text, like):
        return at(_ast.Constant(text, None), like)

    def field(self, site, name, like):
        return at(_ast.Attribute(self.constant(SITE % site, like), name, LOAD), like)

    def log(self, site, mailed, like):
        """`S.off or (a in mail, b in mail, None in S.log or S.late)`"""
        # One node in several places is one for each of them to the compiler.
        constant = self.constant(SITE % site, like)
        off, log, late = [at(_ast.Attribute(constant, name, LOAD), like) for name in ("off", "log", "late")]
        noted = self.contains(self.constant(None, like), log, like)
        if not mailed:
            return self.either([off, noted, late], like)
        mail = self.mail(like)
        mails = [self.contains(copy_of_simple(thing, like), mail, like) for thing in mailed]
        things = at(_ast.Tuple([*mails, self.either([noted, late], like)], LOAD), like)
        return self.either([off, things], like)

    def mail(self, like):
        return at(_ast.Attribute(self.constant(HERE, like), "mail", LOAD), like)

    def contains(self, thing, place, like):
        return at(_ast.Compare(thing, [IN], [place]), like)

    def either(self, values, like):
        return at(_ast.BoolOp(OR, values), like)

    def hold(self, site, node, like=None, by=None):
        """`S.hold[by,]`; `like`: what comes next, `by`: what stands in the place of the node."""
        like = like or end_of(node)
        things = at(_ast.Tuple([by or node], LOAD), like)
        return self.subscript(self.field(site, "hold", first_evaluated(node)), things, like)

    def done(self, like):
        """`S.off or None in S.done`, S being the last site made"""
        site = len(self.sites) - 1
        over = self.contains(self.constant(None, like), self.field(site, "done", like), like)
        return self.either([self.field(site, "off", like), over], like)

    def done_behind(self, node, expression=None):
        """`(expression, done)[0]`, where threads switch anywhere; `expression` stands for `node`."""
        expression = expression or node
        return self.pick(expression, self.done(node), 0, node) if SWITCHES_ANYWHERE else expression

    def done_before(self, expression, like):
        """`(done, expression)[1]`, where threads switch anywhere"""
        return self.pick(self.done(like), expression, 1, like) if SWITCHES_ANYWHERE else expression

    def noted_before(self, log, read):
        """`log and expression`, for a log is always true; `(log, expression)[1]` where a jump would be noticed."""
        if SWITCHES_ANYWHERE:
            return self.done_behind(read.node, self.pick(log, read.node, 1, read.node))
        if jumps_elsewhere(read.node, read.line):
            return self.pick(log, read.node, 1, read.node)
        return self.both(log, read.node, read.node, read.node)

    def both(self, log, expression, first, last):
        """The same, whose operators stand on the lines of `first` and `last`."""
        if JUMPS_ARE_LOOKS:
            return self.pick(log, expression, 1, last)
        return at(_ast.BoolOp(AND, [log, expression]), first)

    def noted_behind(self, expression, log, like):
        """`(expression, log)[0]`"""
        return self.pick(expression, log, 0, like)

    def pick(self, first, second, which, like):
        both = at(_ast.Tuple([first, second], LOAD), like)
        return self.subscript(both, self.constant(which, like), like)

    def subscript(self, value, key, like):
        node = at(_ast.Subscript(value, None, LOAD), like)
        set_key(node, key)
        return node
