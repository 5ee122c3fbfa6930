"""Writes what the judge found to the side tables (docs/trace-format.md, "Lost updates").

A variable is told of when an update of it is lost, and then again whenever its count has changed: the last line holds.
"""

from itertools import count

from _raceway import recorder
from _raceway.races.groups import watch
from _raceway.races.judge import Variable

PAUSE_NS = 1_000_000_000
MOST_LINES = 2_000
"""Accesses, and losses, that are told one by one of all variables of one name together."""

news = set()
"""Variables whose count may have changed."""
_numbers = count(1)


def new_number():
    """For a variable of the recording."""
    return next(_numbers)


def tell(is_last=False):
    """Write a line for each variable of the news, and for what the lines refer to; for each at most once a second."""
    now_ns = recorder.now()
    for variable in list(news):
        if variable.told and not is_last and now_ns - variable.told_ns < PAUSE_NS:
            continue
        line = _count_of(variable)
        if line != variable.told and (line["count"] > 0 or variable.told):
            variable.told_ns = now_ns
            _tell(variable, line)
        news.discard(variable)


def tell_again():
    """At the end: what has been told may have become inexact since, without another loss."""
    news.update(_told)
    tell(is_last=True)


_told = set()
_written = {}


def _tell(variable, line):
    tables = recorder.tables
    if tables is None or not recorder.active:
        return
    if not variable.number:
        variable.number = line["variable"] = new_number()
        row = {"k": "variable", "id": variable.number, "kind": variable.kind}
        row.update(scope=variable.scope, name=_shown(variable))
        tables.write(row)
    for site in variable.hits:
        tell_site(site, tables)
    tables.write(line)
    for site, lane, time in _share(variable, "touch", variable.samples):
        tables.write({"k": "touch", "variable": variable.number, "at": _moment(site, lane, time, 0)})
    del variable.samples[:]
    for loss in _share(variable, "loss", variable.losses[variable.written :]):
        tables.write(_loss(variable, loss))
    variable.written = len(variable.losses)
    variable.told = line
    _told.add(variable)


def _share(variable, k, rows):
    """So many of these as may still be written of variables of this name: a dict may have a thousand items."""
    name = k, variable.kind, variable.scope, variable.name
    written = _written.get(name, 0)
    rows = rows[: MOST_LINES - written]
    _written[name] = written + len(rows)
    return rows


def _count_of(variable):
    groups = {site.group for site in variable.hits}
    # Which object an access is of shows only when it is noted: an access by the same name may have been one of this variable.
    same_name = [
        group for group in watch.groups if group.judged and group.name == (variable.kind, variable.scope, variable.name)
    ]
    exact = (
        (variable.kind, variable.scope, variable.name) not in Variable.doubted
        and not variable.is_loose
        and not any([group.has_rested for group in groups.union(same_name)])
    )
    exact = exact and not watch.misses(variable) and not any([watch.misses_name(group.name) for group in groups])
    return {
        "k": "lost",
        "variable": variable.number,
        "count": max(0, variable.lost),
        "updates": variable.updates,
        "resetLost": variable.reset_lost,
        "stale": variable.stale,
        "byValue": variable.by_value,
        "exact": exact,
        "hits": [[site.number, hits] for site, hits in variable.hits.items()],
    }


def _shown(variable):
    """`Account.balance` rather than `self.balance` or `account.balance`: a name that begins with a class says most."""
    names = sorted({site.group.shown for site in variable.hits})
    return ([name for name in names if name[:1].isupper()] or names)[0]


def tell_site(site, tables):
    """Write the line of a Site, once."""
    if site.told_to is tables:
        return
    site.told_to = tables
    file, line, column, end_column, function = site.place
    row = {"k": "access", "id": site.number, "does": site.access, "file": file, "line": line, "column": column}
    row.update(endColumn=end_column, function=function)
    if site.op is not None:
        row.update(op=site.op, flags=sorted(site.flags), of=sorted([read.number for read in site.feeds or ()]))
    tables.write(row)


def _loss(variable, loss):
    row = {"k": "loss", "variable": variable.number}
    for name, (site, lane, time, version) in zip(("read", "victimRead", "victim", "write"), loss):
        row[name] = _moment(site, lane, time, version)
    return row


def _moment(site, lane, time, version):
    return [site.number, lane, time - recorder.started_ns, version] if site is not None else [0, 0, 0, 0]


def forget():
    """In a forked child, which counts from 0 and tells into files of its own."""
    news.clear()
    _told.clear()
    _written.clear()
    Variable.doubted.clear()
