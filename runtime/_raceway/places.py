"""Where threads stand: the line of the program that each of them is in."""

from sys import _current_frames, modules

from _raceway import recorder
from _raceway.classify import is_program


def frames():
    """ident → innermost frame of each thread that runs Python now.

    Nobody where the program may have interpreters of its own beside this one: since 3.12 they have a GIL and an allocator each,
    and sys._current_frames makes frame objects in ours for functions that run in theirs. The interpreter crashes then.
    """
    return {} if "_interpreters" in modules or "_xxsubinterpreters" in modules else _current_frames()


def places(idents):
    """ident → site word of the nearest frame of program code, 0 = none.

    A frame that we kept would keep its objects alive after its function has returned. So nothing here lets go of the GIL (as
    writing a line to the side tables would) before all frames are forgotten.
    """
    now = frames()
    found = [(ident, _innermost(now.get(ident))) for ident in idents]
    del now
    tables = recorder.tables
    sites = {}
    for ident, (code, lasti) in found:
        if code is not None:
            entry = tables.known.get(id(code))
            if entry is None:
                entry = tables.learn(code)
            sites[ident] = entry + lasti if entry > 0 else 0
    return sites


def _innermost(frame):
    """(code, f_lasti) of the nearest frame whose lines can be told; (None, 0) where there is none."""
    tables = recorder.tables
    while frame is not None:
        code = frame.f_code
        entry = tables.known.get(id(code))
        if entry is None:
            # Only program code has a line in the side tables, and that is written later.
            entry = 1 if is_program(code) else tables.learn(code)
        if entry > 0:
            return code, frame.f_lasti
        frame = frame.f_back
    return None, 0
