"""Puts notes of those accesses into a tree that only serve to find data races; rewrite.py has put in those that it judges.

What finds races is which accesses no synchronisation orders. So these notes need not lie next to their access: nothing else of
the program must come between the two that another thread could wait for, and that is all. As for the others, nothing is
evaluated twice but names and constants, and nothing moves.
"""

import _ast

from _raceway.races.accesses import Accesses
from _raceway.races.looks import Access
from _raceway.races.naming import race_name, race_shown
from _raceway.races.placing import Placing
from _raceway.races.sites import (
    ATTRIBUTE,
    CONTROL,
    FIXED,
    ITEM,
    ITEM_KEY_FIRST,
    OWNED,
    OWNED_ITEM,
    READ,
    UNSURE,
    UPDATE,
    VALUE,
)
from _raceway.races.syntax import (
    JUMPS_ARE_LOOKS,
    at,
    deep_copy,
    end_of,
    first_evaluated,
    first_of,
    is_calm,
    is_simple,
    jumps_elsewhere,
    key_of,
)

COSTLY = 2
"""A statement with so many notes stands there twice, once without them."""


class Racing(Placing):
    """The half of a rewriter that does not judge."""

    def __init__(self, scopes, sharing):
        Placing.__init__(self, scopes)
        self.sharing = sharing
        self.accesses, self.lazy = {}, set()  # Scope → what find() found; ids of statements that make what runs later
        self.access = Access(None, "", ("", None, ""), READ, None)

    def find(self, scopes):
        """All accesses, before anything is put in."""
        for scope in scopes:
            accesses = Accesses(scope, self.sharing).run()
            self.accesses[scope] = accesses.found
            self.lazy |= accesses.lazy
            for access in accesses.found:
                self.details.setdefault((id(access.node), access.key[0]), access)

    def note_races(self, scope):
        """Those of one scope that nobody has noted yet."""
        todo = [
            access
            for access in self.accesses[scope]
            if access.op is not None and (id(access.node), access.key[0]) not in self.sited
        ]
        self.copy_costly(todo)
        for access in todo:
            self.statement = access.statement
            self.access = access
            _FORMS[access.form](self, access, scope)

    def tell_races(self, flow):
        """What flow.py found out of how reads and writes depend on each other; before any is noted."""
        for write in flow.writes.values():
            access = self.details.get((id(write.node), write.key[0]))
            if access is not None:
                if write.does in (VALUE, CONTROL, UNSURE):
                    access.of = [read.node for read in write.reads]
                access.flags |= write.flags
                access.does = write.does
                if write.does == UPDATE or "luck" in write.flags:
                    access.op = access.op and "update"
            for read in write.reads:
                access = self.details.get((id(read.node), read.key[0]))
                if access is not None and write.does == UPDATE:
                    access.op = None  # part of the update
                elif access is not None:
                    access.flags.add("feeds")
            for read in write.decided_by:
                access = self.details.get((id(read.node), read.key[0]))
                if access is not None:
                    access.flags.add("feeds")

    def tell_feeds(self, flow):
        """Which sites a write that nobody judges depends on."""
        for write in flow.writes.values():
            access = self.details.get((id(write.node), write.key[0]))
            of = access.of if access is not None else ()
            feeds = tuple([number for node in of for number in self.numbers.get(id(node), ())])
            for number in self.numbers.get(id(write.node), ()) if feeds else ():
                row = self.sites[number]
                if not row[11]:
                    self.sites[number] = (*row[:7], feeds, *row[8:])

    def copy_costly(self, accesses):
        """Remember how those simple statements stand that get many notes."""
        counts = {}
        for access in accesses:
            statement = access.statement
            if statement is not None and id(statement) not in self.lazy:
                counts.setdefault(id(statement), [statement, 0])[1] += 1 + (JUMPS_ARE_LOOKS or not is_cheap(access))
        for number, (statement, count) in counts.items():
            if count >= COSTLY and number not in self.originals:
                self.originals[number] = deep_copy(statement), {}

    # reads

    def race_load(self, access, scope):
        node = access.node
        if isinstance(node, _ast.Name):
            self.replace(node, self.ahead(self.race_log(scope, node), node, access.line))
        elif isinstance(node, _ast.Attribute):
            if is_simple(node.value):
                self.replace(node, self.ahead(self.race_log(scope, node), node, access.line))
            else:
                self.race_in_place(scope, node)
        else:
            self.race_in_place(scope, node)

    def race_called(self, access, scope):
        """An attribute that is called: it has to stay one, for the compiler calls a method in a way of its own."""
        node = access.node
        if is_simple(node.value):
            self.replace(node.value, self.ahead(self.race_log(scope, node), node.value, access.line))
        else:
            self.race_in_place(scope, node)

    def race_in(self, access, scope):
        node = access.node
        base, key = node.comparators[0], node.left
        if is_simple(base) and is_simple(key):
            self.replace(
                key, self.race_behind(self.now(key), self.race_log_of(scope, ITEM, node, [base, key], base), base)
            )
        elif is_simple(base):  # the container comes last
            site = self.race_site(scope, ITEM_KEY_FIRST, node, base)
            self.replace(key, self.hold(site, key, base, self.now(key)))
            self.replace(base, self.ahead(self.log(site, [base], base), base, access.line))
        elif is_simple(key):
            site = self.race_owned(scope, node, base)
            self.replace(
                base, self.race_behind(self.hold(site, base, node, self.now(base)), self.log(site, [key], node), node)
            )

    def race_whole(self, access, scope):
        node = access.node
        if is_simple(node):
            log = self.race_log_of(scope, ATTRIBUTE, node, [node], node)
            self.replace(node, self.ahead(log, self.now(node), access.line, node))
        else:
            site = self.race_owned(scope, node, node)
            end = end_of(node)
            self.replace(
                node, self.race_behind(self.hold(site, node, end, self.now(node)), self.log(site, [], end), end)
            )

    def race_method(self, access, scope):
        node = access.node
        base, arguments = node.func.value, node.args + [keyword.value for keyword in node.keywords]
        is_keyed = access.key[0] == "item"
        key = arguments[0] if is_keyed else None
        mailed = [key] if is_keyed else []
        if all([is_calm(argument) for argument in arguments]) and (key is None or is_simple(key)):
            if is_simple(base):
                log = self.race_log_of(scope, ITEM if is_keyed else ATTRIBUTE, node, [base, *mailed], base)
                self.replace(base, self.ahead(log, self.now(base), access.line, base))
            else:
                end = end_of(node.func)
                site = self.race_owned(scope, node, base)
                log = self.log(site, mailed, end)
                self.replace(base, self.race_behind(self.hold(site, base, end, self.now(base)), log, end))
        elif key is None or is_simple(key) or arguments[-1] is key:
            self.race_arguments(access, scope, base, arguments[-1], mailed)

    def race_arguments(self, access, scope, base, last, mailed):
        """Something may happen between the evaluation of the container and the call: note it when the last argument is there."""
        node, like = access.node, end_of(access.node)
        last = last.value if isinstance(last, _ast.Starred) else last
        holds_key = bool(mailed) and not is_simple(mailed[0])
        if is_simple(base):
            target = ATTRIBUTE if not mailed else ITEM_KEY_FIRST if holds_key else ITEM
            site, mailed = self.race_site(scope, target, node, base), [base] if holds_key else [base, *mailed]
        else:  # two notes
            end = end_of(node.func)
            first = self.race_owned(scope, node, base, prepares=True)
            self.replace(
                base, self.race_behind(self.hold(first, base, end, self.now(base)), self.log(first, [], end), end)
            )
            site = self.race_second(first, scope, ITEM if mailed else ATTRIBUTE, node, base)
            mailed = [] if holds_key else mailed
        value = self.hold(site, last, like, self.now(last)) if holds_key else self.now(last)
        self.replace(last, self.race_behind(value, self.log(site, mailed, like), like))

    # writes

    def race_store(self, access, scope):
        node, statement = access.node, access.statement
        if not isinstance(statement, (_ast.Assign, _ast.AnnAssign, _ast.AugAssign)):
            if access.before is not None:
                self.race_ahead_of(access.before, scope, node)
            return
        is_augmented = isinstance(statement, _ast.AugAssign)
        if not self.is_simple_target(node):
            self.race_in_place(scope, node)
            return
        value = statement.value
        if is_augmented:
            self.note_ahead(statement, self.race_log(scope, node, first_evaluated(node)))
            return
        target = first_evaluated(statement.targets[0] if isinstance(statement, _ast.Assign) else statement.target)
        if is_calm(value) and not isinstance(value, _ast.Tuple):
            log = self.race_log(scope, node, first_of(statement))
            self.replace(value, self.both(log, self.now(value), first_of(statement), target))
        else:
            self.replace(value, self.race_behind(self.now(value), self.race_log(scope, node, target), target))

    def race_in_place_operator(self, access, scope):
        """`found += [1]`"""
        if is_simple(access.node):
            like = first_of(access.statement)
            self.note_ahead(access.statement, self.race_log_of(scope, ATTRIBUTE, access.node, [access.node], like))

    def race_delete(self, access, scope):
        node = access.node
        if self.is_simple_target(node):
            self.race_ahead_of(access.before, scope, node)
        else:
            self.race_in_place(scope, node)

    def race_walrus(self, access, scope):
        value = access.before.value
        self.replace(value, self.race_behind(self.now(value), self.race_log(scope, access.node, value), value))

    def race_ahead_of(self, statement, scope, node):
        if self.is_simple_target(node):
            self.note_ahead(statement, self.race_log(scope, node, statement))

    def note_ahead(self, statement, log):
        """Several may stand there."""
        other = self.before.get(id(statement))
        if other is not None:
            log = at(_ast.BoolOp(op=_ast.And(), values=[other, log]), log)
        self.before[id(statement)] = log
        self.kept.append(statement)

    # pieces

    def now(self, node):
        """What stands in the place of the node by now."""
        return self.replacements.get(id(node), node)

    def ahead(self, log, expression, line, node=None):
        """`log and expression`"""
        node = node or expression
        expression = self.now(node) if expression is node else expression
        if jumps_elsewhere(node, line):
            return self.pick(log, expression, 1, end_of(node))
        return self.both(log, expression, node, end_of(node))

    def race_behind(self, expression, log, like):
        """`(expression, log)[0]`; `like`: what comes next."""
        return self.pick(expression, log, 0, like)

    def race_log(self, scope, node, like=None):
        """The note of an access whose base and key may be evaluated twice."""
        like = like or node
        key = self.access.key
        if key[0] == "global":
            return self.log(self.race_site(scope, FIXED, node), [], like)
        if key[0] == "nonlocal":
            site = self.race_site(scope, ATTRIBUTE, node)
            return self.log(site, [_ast.Name(id=self.owner_of(key[1]), ctx=_ast.Load())], like)
        if key[0] == "attribute":
            return self.log(self.race_site(scope, ATTRIBUTE, node), [node.value], like)
        base, item = node.value, key_of(node)
        if key[0] == "container":
            return self.log(self.race_site(scope, ATTRIBUTE, node, base), [base], like)
        return self.log(self.race_site(scope, ITEM, node, base), [base, item], like)

    def race_log_of(self, scope, target, node, mailed, like):
        return self.log(self.race_site(scope, target, node, mailed[0]), mailed, like)

    def race_owned(self, scope, node, base, prepares=False):
        """A site of a container that is an expression; where that is an attribute, its owner is mailed, too."""
        is_item = self.access.key[0] == "item" and not prepares
        if not isinstance(base, _ast.Attribute):
            return self.race_site(scope, ITEM if is_item else ATTRIBUTE, node, base, prepares)
        site = self.race_site(scope, OWNED_ITEM if is_item else OWNED, node, base, prepares)
        self.replace(base.value, self.hold(site, base.value, end_of(base), self.now(base.value)))
        return site

    def race_in_place(self, scope, node):
        """Between the evaluation of its base (and key) and the access."""
        if isinstance(node, _ast.Attribute):
            site, end = self.race_site(scope, ATTRIBUTE, node), end_of(node)
            held = self.hold(site, node.value, end, self.now(node.value))
            self.replace(node.value, self.race_behind(held, self.log(site, [], end), end))
            return
        base, item = node.value, key_of(node)
        end = end_of(base)
        if item is None and is_simple(base):  # a slice
            site = self.race_site(scope, ATTRIBUTE, node, base)
            self.replace(base, self.ahead(self.log(site, [base], base), self.now(base), base.lineno, base))
        elif item is None:
            site = self.race_owned(scope, node, base)
            self.replace(
                base, self.race_behind(self.hold(site, base, end, self.now(base)), self.log(site, [], end), end)
            )
        elif is_simple(base):
            is_plain = is_simple(item)
            site = self.race_site(scope, ITEM if is_plain else ITEM_KEY_FIRST, node, base)
            held = self.now(item) if is_plain else self.hold(site, item, node, self.now(item))
            self.replace(item, self.race_behind(held, self.log(site, [base, item] if is_plain else [base], node), node))
        else:
            site = self.race_owned(scope, node, base, prepares=not is_calm(item))
            held = self.hold(site, base, end, self.now(base))
            if is_calm(item):
                self.replace(base, held)
            else:
                self.replace(base, self.race_behind(held, self.log(site, [], end), end))
                site = self.race_second(site, scope, ITEM, node, base)
            held = self.hold(site, item, node, self.now(item))
            self.replace(item, self.race_behind(held, self.log(site, [], node), node))

    def race_second(self, first, scope, target, node, base):
        """A site whose container another one has mailed."""
        second = self.race_site(scope, target, node, base)
        self.sites[second] = (*self.sites[second][:-1], first)
        return second

    def race_site(self, scope, target, node, base=None, prepares=False):
        """A new row that nobody judges."""
        access = self.access
        key = access.key
        self.sited.add((id(access.node), key[0]))
        op, flags = ("prepare", ()) if prepares else (access.op, access.flags)
        return self.add_site(
            scope, race_name(key), race_shown(scope, access, base), access.does, target, node, op, flags, base
        )


def is_cheap(access):
    """Does its note cost no more than a look at a slot, where nothing is noted?"""
    node = access.node
    if access.op == "update" or access.form not in ("load", "store", "whole"):
        return False
    return isinstance(node, _ast.Name) or isinstance(node, _ast.Attribute) and is_simple(node.value)


_FORMS = {
    "load": Racing.race_load,
    "called": Racing.race_called,
    "in": Racing.race_in,
    "in_place": Racing.race_in_place_operator,
    "whole": Racing.race_whole,
    "method": Racing.race_method,
    "store": Racing.race_store,
    "delete": Racing.race_delete,
    "walrus": Racing.race_walrus,
}
