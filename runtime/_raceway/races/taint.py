"""What is known of a value, and how that is put together: a *taint*, a tuple of four.

SURELY   keys of the variables that the value surely comes from
READS    the reads that it may come from
SINCE    marks: (key, a read of it that came later), (key, what fed a write of it that came later)
ORIGIN   KNOWN: made of constants and of READS; MUTABLE: so is a container that somebody may fill later; ANY: of whatever there is
"""

SURELY, READS, SINCE, ORIGIN = range(4)
KNOWN, MUTABLE, ANY = range(3)
NONE = frozenset()
CLEAN = NONE, NONE, NONE, KNOWN
ANYTHING = NONE, NONE, NONE, ANY


def from_anywhere(taint, origin=ANY):
    """The same, in something that may hold other things, too."""
    return taint if taint[ORIGIN] >= origin else (taint[SURELY], taint[READS], taint[SINCE], origin)


def perhaps(taint):
    """The same, where it may come to nothing at all."""
    return (NONE, *taint[READS:]) if taint[SURELY] else taint


def union(a, b):
    """Of a value that is made of both."""
    if a is CLEAN or a == b:
        return b
    if b is CLEAN:
        return a
    since = a[SINCE] | b[SINCE]
    if since:  # what is as fresh as can be in one part is so in the whole
        stale_a, stale_b = {mark[0] for mark in a[SINCE]}, {mark[0] for mark in b[SINCE]}
        fresh = a[SURELY].difference(stale_a) | b[SURELY].difference(stale_b)
        since = frozenset([mark for mark in since if mark[0] not in fresh])
    return a[SURELY] | b[SURELY], a[READS] | b[READS], since, max(a[ORIGIN], b[ORIGIN])


def either(a, b):
    """Of a value that is one of the two."""
    if a is b or a == b:
        return a
    return a[SURELY] & b[SURELY], a[READS] | b[READS], a[SINCE] | b[SINCE], max(a[ORIGIN], b[ORIGIN])


def join_into(env, other):
    """What holds whichever of two ways was taken, into `env`; True where it changed. What one way lacks is not bound there."""
    changed = False
    for name, theirs in other.items():
        mine = env.get(name)
        if mine is None:
            env[name] = theirs
            changed = True
        elif mine is not theirs:
            both = either(mine, theirs)
            if both != mine:
                env[name] = both
                changed = True
    return changed


def become(env, other):
    """Make `env` the same as the other."""
    if env is not other:
        env.clear()
        env.update(other)
