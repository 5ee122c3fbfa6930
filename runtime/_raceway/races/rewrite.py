"""From a file's source to code that notes accesses of shared variables, with text in the place of the sites (see bind.py).

What goes in is the program's own tree; what is put between its nodes are operators on constants (sites.py), at the positions of
the nodes they belong to, so that lines, columns and tracebacks stay what they are. Nothing is renamed, nothing is called.

    x = f(x)          x = (f(note_read and x), note_write)[0]
    self.n = n + 1    self.n = (self in mail, note_write) and n + 1
    d[k] += 1         if ((d in mail, k in mail, note_update),): d[k] += 1
    a().n += 1        (hold[a(),], note_update)[0].n += 1

Only what can lose an update is touched: variables of which the file has a write that depends on a read before it, with a gap
between the two. `x += 1` alone has none on this build.
"""

import _ast

from _raceway.races import unseen
from _raceway.races.bind import Rewritten
from _raceway.races.escape import Names
from _raceway.races.expressions import TooLong
from _raceway.races.flow import SIMPLE, Flow
from _raceway.races.naming import name_of
from _raceway.races.racing import Racing
from _raceway.races.scopes import Scopes
from _raceway.races.sharing import Sharing
from _raceway.races.sites import (
    ATTRIBUTE,
    CONTROL,
    ITEM,
    ITEM_KEY_FIRST,
    OWNED_ITEM,
    READ,
    SWITCHES_ANYWHERE,
    UNSURE,
    UPDATE,
    VALUE,
)
from _raceway.races.syntax import (
    can_raise,
    constants_of,
    deep_copy,
    end_of,
    first_evaluated,
    first_of,
    is_calm,
    is_simple,
    jumps_elsewhere,
    key_of,
    names_in,
    parse,
    set_key,
)


def rewrite(source, path, last=None, written=None):
    """Raises what `compile` raises, for the same sources. `last(tree)` may change the tree before it is compiled;
    `written`: see sharing.py.
    """
    tree = parse(source, path)
    by_other_ways = unseen.names(source, lambda: constants_of(tree))
    rewriter = _Rewriter(tree, b":=" in source, written)
    rewriter.scopes.calls_constructors = unseen.calls_constructors(source)
    rewriter.sharing.explains_asserts = last is not None
    rewriter.run()
    rewriter.unwatched.update(by_other_ways, ["handed %s" % name for name in rewriter.sharing.handed])
    if last is not None and rewriter.sites:
        last(rewriter.tree)
    code = compile(rewriter.tree, path, "exec", dont_inherit=True) if rewriter.sites else None
    return Rewritten(code, rewriter.groups, rewriter.sites, sorted(rewriter.unwatched))


def look(source, path):
    """What workspace.py wants to know of a file. Raises what `compile` raises."""
    names = Names(parse(source, path))
    return tuple([sorted(each) for each in (names.attributes, names.containers, names.used, names.imports)])


class _Rewriter(Racing):
    def __init__(self, tree, has_walrus, written):
        scopes = Scopes(tree, has_walrus)
        Racing.__init__(self, scopes, Sharing(tree, scopes, written))
        self.tree = tree

    def run(self):
        self.find(self.scopes.all)
        flows = [flow for flow in map(self.flow_of, self.scopes.all) if flow is not None]
        dependent = {name_of(w.key) for flow in flows for w in flow.writes.values() if w.does in (VALUE, CONTROL)}
        has_items = any([name[0] == "item" for name in dependent])  # a container may have several names
        for flow in flows:
            found = []
            for write in flow.writes.values():
                if name_of(write.key) in dependent or has_items and write.key[0] == "item":
                    found.append(write)
                elif not self.scopes.makes(flow.scope, write.key):
                    self.give_up(write.key, flow.scope)
            for key in flow.given_up:
                self.give_up(key, flow.scope)
            self.tell_races(flow)
            if found:
                self.note(flow, found)
        for key in self.scopes.given_up():
            self.give_up(key, self.scopes.module)
        self.unwatched.update(["item %s" % name for name in self.scopes.unseen])
        for scope in self.scopes.all:
            self.note_races(scope)
        for flow in flows:
            self.tell_feeds(flow)
        if self.sites:
            for scope, name in self.owners.items():
                self.mark_calls_of(scope.node, name)
            self.settle_all(self.tree)

    def flow_of(self, scope):
        """None where nothing shared is written, and of a function that is too long to look through."""
        if not scope.written:
            return None
        try:
            return Flow(scope, self.scopes).run()
        except TooLong:
            for key in scope.written:
                self.give_up(key, scope)
            return None

    def note(self, flow, writes):
        for write in writes:
            if write.does in (VALUE, CONTROL, UNSURE):
                for read in write.reads:
                    read.feeds = True
        reads = [read for read in flow.reads.values() if read.feeds]
        for access in (*reads, *writes):
            is_whole = isinstance(access.statement, SIMPLE) and id(access.statement) not in self.lazy
            if is_whole and id(access.statement) not in self.originals:
                self.originals[id(access.statement)] = deep_copy(access.statement), {}
        sites = {}  # id(read) → number of its site
        for access in reads:
            self.statement = access.statement
            number = len(self.sites)
            self.note_read(access, flow.scope)
            if len(self.sites) > number:
                sites[id(access)] = number
        for access in writes:
            self.statement = access.statement
            first = len(self.sites)
            self.note_write(access, flow.scope)
            self.note_feeds(access, first, [sites[id(read)] for read in access.reads if id(read) in sites])

    def note_feeds(self, write, first, feeds):
        """What an access that depends on something depends on; `first`: the first of its own sites."""
        for number in range(first, len(self.sites)):
            row = self.sites[number]
            if row[1] in (VALUE, CONTROL):
                self.sites[number] = (*row[:7], tuple(feeds), write.may_write_back, *row[9:])
            elif row[1] == READ:
                feeds = [number]

    # reads

    def note_read(self, read, scope):
        node = read.node
        if read.how == "plain":
            self.note_load(read, scope)
            return
        # `k in d` and `d.get(k)`
        if read.how == "get":
            base, key, rest = node.func.value, node.args[0], node.args[1:]
        else:
            base, key, rest = node.comparators[0], node.left, ()
        if not is_simple(base) or not is_simple(key) or not all([is_calm(part) for part in rest]):
            base_can_wait = is_simple(key) and all([is_calm(part) for part in rest])
            if not base_can_wait:
                self.give_up(read.key, scope)
                return
            site = self.site(scope, read.key, READ, ITEM, node, base)
            self.replace(base, self.noted_behind(self.hold(site, base), self.log(site, [key], base), base))
            self.replace(node, self.done_behind(node))
            return
        site = self.site(scope, read.key, READ, ITEM, node)
        # Where its jump is traced it has to stay a comparison, whose jump is its own.
        if read.how == "in" and jumps_elsewhere(node, read.line):
            self.replace(key, self.pick(self.log(site, [base, key], key), key, 1, key))
        else:
            self.replace(node, self.noted_before(self.log(site, [base, key], node), read))

    def note_load(self, read, scope):
        node = read.node
        key = self.scopes.key(scope, node)
        if isinstance(node, _ast.Name) or isinstance(node, _ast.Attribute) and is_simple(node.value):
            log = self.log_of_simple(scope, key, READ, node, node)
            self.replace(node, self.noted_before(log, read))
        elif self.note_in_place(scope, key, READ, node):
            self.replace(node, self.done_behind(node))

    # writes

    def note_write(self, write, scope):
        node, does, statement = write.node, write.does, write.statement
        is_augmented = isinstance(statement, _ast.AugAssign)
        is_update_in_two = is_augmented and does != UPDATE
        if self.is_simple_target(node):
            if is_update_in_two:
                like = first_evaluated(node)
                self.before[id(statement)] = self.log_of_simple(scope, write.key, READ, node, like)
            self.note_simple(write, scope, is_update_in_two)
        elif is_update_in_two:
            # The object is evaluated once, before the value; when the value is there, only the judge remembers which it was.
            if self.note_in_place(scope, write.key, READ, node):
                value = self.done_before(write.value, write.value)
                site = self.site(scope, write.key, does, ATTRIBUTE if write.key[0] == "attribute" else ITEM, node)
                self.groups[self.sites[site][0]][4] = True
                self.replace(write.value, self.noted_behind(value, self.log(site, [], write.value), write.value))
                self.put_done_behind(statement, node)
        elif self.note_in_place(scope, write.key, does, node):
            self.put_done_behind(statement, node)

    def note_simple(self, write, scope, is_update_in_two):
        statement, node = write.statement, write.node
        if isinstance(statement, (_ast.Assign, _ast.AnnAssign, _ast.AugAssign)):
            value = statement.value
            # On the line that comes first, or next: trace functions shall see the same lines in the same order.
            target = first_evaluated(statement.targets[0] if isinstance(statement, _ast.Assign) else statement.target)
            has_done = is_update_in_two and SWITCHES_ANYWHERE
            is_one_step = is_calm(value) and not isinstance(value, _ast.Tuple) and not has_done
            if is_one_step and can_raise(value) and not isinstance(statement, _ast.AugAssign):
                # What raises is not written, so its note comes behind it; but nothing comes between what is shared and its copy.
                is_one_step = not all([self.scopes.is_local(scope, name) for name in names_in(value)])
                write.does = UNSURE if is_one_step else write.does
            if not is_one_step:
                value = self.replacements.get(id(value), value)
                if has_done:
                    value = self.done_before(value, target)
                log = self.log_of_simple(scope, write.key, write.does, node, target)
                self.replace(statement.value, self.noted_behind(value, log, target))
            elif isinstance(statement, _ast.AugAssign):  # before it, for the value comes after the read
                self.before[id(statement)] = self.log_of_simple(scope, write.key, write.does, node, target)
            else:
                log = self.log_of_simple(scope, write.key, write.does, node, first_of(statement))
                value = self.replacements.get(id(value), value)
                self.replace(statement.value, self.both(log, value, first_of(statement), target))
            self.put_done_behind(statement, node)
        else:  # the target of a `for`, a `with`, a `del`: when it is written cannot be said
            self.give_up(write.key, scope)

    def note_in_place(self, scope, key, does, node):
        """Note the access between the evaluation of its base (and key) and itself. False where that is not possible."""
        if isinstance(node, _ast.Attribute):
            site = self.site(scope, key, does, ATTRIBUTE, node)
            end = end_of(node)
            node.value = self.noted_behind(self.hold(site, node.value, end), self.log(site, [], end), end)
            return True
        base, item = node.value, key_of(node)
        if is_simple(base) and is_simple(item):
            site = self.site(scope, key, does, ITEM, node, base)
            set_key(node, self.noted_behind(item, self.log(site, [base, item], item), item))
        elif is_simple(base):
            site = self.site(scope, key, does, ITEM_KEY_FIRST, node, base)
            set_key(node, self.noted_behind(self.hold(site, item, node), self.log(site, [base], node), node))
        elif is_calm(item):
            is_owned = isinstance(base, _ast.Attribute)
            site = self.site(scope, key, does, OWNED_ITEM if is_owned else ITEM, node, base)
            node.value = self.hold(site, base)
            if is_owned:
                base.value = self.hold(site, base.value)
            set_key(node, self.noted_behind(self.hold(site, item, node), self.log(site, [], node), node))
        else:
            self.give_up(key, scope)
            return False
        return True
