"""What the race observer wrote to a recording."""


def lost_updates(process):
    """Variable → (updates lost, exactly so many?) of one process of a recording; variables of one name together."""
    names = {row["id"]: row["name"] for row in process.rows("variable")}
    newest = {row["variable"]: row for row in process.rows("lost")}
    found = {}
    for variable, row in newest.items():
        count, exact = found.get(names[variable], (0, True))
        if row["count"]:
            found[names[variable]] = count + row["count"], exact and row["exact"]
    return found
