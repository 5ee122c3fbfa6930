"""What the run wants of the race observer: `on` (the default), `exact` or `off`. Said before anything else of it is loaded."""

_mode = "off"


def choose(run):
    """Take the choice from the host's run.json (docs/trace-format.md); returns it."""
    global _mode
    wanted = run.get("races", "on")
    _mode = wanted if wanted in ("on", "exact", "off") else "off"
    return _mode


def is_exact():
    """Every access is noted, however often it happens."""
    return _mode == "exact"


def is_on():
    """Accesses are noted at all."""
    return _mode != "off"
