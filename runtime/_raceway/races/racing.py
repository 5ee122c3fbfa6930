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
            self.replace(key, self.race_behind(key, self.race_log_of(scope, ITEM, node, [base, key], base), base))
        elif is_simple(base):  # the container comes last
            site = self.race_site(scope, ITEM_KEY_FIRST, node, base)
            self.replace(key, self.hold(site, key))
            self.replace(base, self.ahead(self.log(site, [base], base), base, access.line))
        elif is_simple(key):
            site, target = self.race_owned(scope, node, base)
            self.replace(base, self.race_behind(self.hold(site, base), self.log(site, [key], base), base))

    def race_whole(self, access, scope):
        node = access.node
        if is_simple(node):
            log = self.race_log_of(scope, ATTRIBUTE, node, [node], node)
            self.replace(node, self.ahead(log, self.now(node), access.line, node))
        else:
            site, _ = self.race_owned(scope, node, node)
            self.replace(node, self.race_behind(self.hold(site, self.now(node)), self.log(site, [], node), node))

    def race_method(self, access, scope):
        node = access.node
        base, arguments = node.func.value, node.args + [keyword.value for keyword in node.keywords]
        is_keyed = access.key[0] == "item"
        key = arguments[0] if is_keyed else None
        if all([is_calm(argument) for argument in arguments]) and (key is None or is_simple(key)):
            mailed = [key] if is_keyed else []
            if is_simple(base):
                target = ITEM if is_keyed else ATTRIBUTE
                log = self.race_log_of(scope, target, node, [base, *mailed], base)
                self.replace(base, self.ahead(log, self.now(base), access.line, base))
            else:
                site, _ = self.race_owned(scope, node, base)
                log = self.log(site, mailed, base)
                self.replace(base, self.race_behind(self.hold(site, self.now(base)), log, base))
        elif is_simple(base):
            last = arguments[-1]
            if is_keyed and not is_simple(key):
                if last is not key:
                    return
                site = self.race_site(scope, ITEM_KEY_FIRST, node, base)
                value = self.hold(site, self.now(last))
                self.put_last(last, self.race_behind(value, self.log(site, [base], base), last))
            else:
                mailed = [base, key] if is_keyed else [base]
                log = self.race_log_of(scope, ITEM if is_keyed else ATTRIBUTE, node, mailed, last)
                self.put_last(last, log)
        else:
            self.race_prepared(access, scope)

    def race_prepared(self, access, scope):
        """The container is there before the arguments are: two notes."""
        node = access.node
        base, arguments = node.func.value, node.args + [keyword.value for keyword in node.keywords]
        key, last = arguments[0] if access.key[0] == "item" else None, arguments[-1]
        if key is not None and not is_simple(key) and last is not key:
            return
        site, _ = self.race_owned(scope, node, base, prepares=True)
        self.replace(base, self.race_behind(self.hold(site, self.now(base)), self.log(site, [], base), base))
        second = self.race_second(site, scope, ATTRIBUTE if key is None else ITEM, node, base)
        if key is not None and not is_simple(key):
            value = self.hold(second, self.now(last))
            self.put_last(last, self.race_behind(value, self.log(second, [], last), last))
        else:
            self.put_last(last, self.log(second, [] if key is None else [key], last))

    def put_last(self, last, log):
        """Note when the last argument is there."""
        if isinstance(last, _ast.Starred):
            last = last.value
        is_whole = isinstance(log, _ast.Subscript)
        self.replace(last, log if is_whole else self.race_behind(self.now(last), log, last))

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

    # pieces

    def now(self, node):
        """What stands in the place of the node by now."""
        return self.replacements.get(id(node), node)

    def ahead(self, log, expression, line, node=None):
        """`log and expression`"""
        node = node or expression
        expression = self.now(node) if expression is node else expression
        if jumps_elsewhere(node, line):
            return self.pick(log, expression, 1, node)
        return self.both(log, expression, node, node)

    def race_behind(self, expression, log, like):
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
        if isinstance(base, _ast.Attribute):
            target = OWNED_ITEM if is_item else OWNED
            site = self.race_site(scope, target, node, base, prepares)
            owner = self.now(base.value)
            self.replace(base.value, self.hold(site, owner))
            return site, target
        target = ITEM if is_item else ATTRIBUTE
        return self.race_site(scope, target, node, base, prepares), target

    def race_in_place(self, scope, node):
        """Between the evaluation of its base (and key) and the access."""
        if isinstance(node, _ast.Attribute):
            site = self.race_site(scope, ATTRIBUTE, node)
            self.replace(
                node.value,
                self.race_behind(self.hold(site, self.now(node.value)), self.log(site, [], node), node.value),
            )
            return
        base, item = node.value, key_of(node)
        if item is None:  # a slice
            if is_simple(base):
                site = self.race_site(scope, ATTRIBUTE, node, base)
                self.replace(base, self.ahead(self.log(site, [base], base), self.now(base), base.lineno, base))
            else:
                site, _ = self.race_owned(scope, node, base)
                self.replace(base, self.race_behind(self.hold(site, self.now(base)), self.log(site, [], base), base))
        elif is_simple(base) and is_simple(item):
            site = self.race_site(scope, ITEM, node, base)
            self.set_item(node, self.race_behind(self.now(item), self.log(site, [base, item], item), item))
        elif is_simple(base):
            site = self.race_site(scope, ITEM_KEY_FIRST, node, base)
            self.set_item(node, self.race_behind(self.hold(site, self.now(item)), self.log(site, [base], item), item))
        elif is_calm(item):
            site, _ = self.race_owned(scope, node, base)
            self.replace(base, self.hold(site, self.now(base)))
            self.set_item(node, self.race_behind(self.hold(site, self.now(item)), self.log(site, [], item), item))
        else:
            site, _ = self.race_owned(scope, node, base, prepares=True)
            self.replace(base, self.race_behind(self.hold(site, self.now(base)), self.log(site, [], base), base))
            second = self.race_second(site, scope, ITEM, node, base)
            value = self.hold(second, self.now(item))
            self.set_item(node, self.race_behind(value, self.log(second, [], item), item))

    def set_item(self, node, by):
        self.replace(key_of(node), by)

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
    return access.form in ("load", "store", "whole") and (
        isinstance(node, _ast.Name) or isinstance(node, _ast.Attribute) and is_simple(node.value)
    )


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
