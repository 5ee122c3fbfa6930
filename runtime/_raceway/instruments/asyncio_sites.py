"""Where in the program a task stands, as a site (docs/trace-format.md)."""

from _raceway import recorder
from _raceway.instruments.asyncio_library import Library


def code_of(coroutine):
    """The code of a task's coroutine, None where it is of the program's own making."""
    kind = type(coroutine)
    if kind is Library.coroutine:
        return coroutine.cr_code
    return coroutine.gi_code if kind is Library.generator else None


def where(task):
    """Where a task that does not run stands: the innermost place of program code along what awaits what."""
    awaited = task._coro
    known = recorder.tables.known
    site = 0
    while True:
        kind = type(awaited)
        if kind is Library.coroutine:
            code = awaited.cr_code
            entry = known.get(id(code))
            if entry is None:
                entry = recorder.tables.learn(code)
            if entry > 0:  # asking for the frame makes it: not for the library's
                frame = awaited.cr_frame
                if frame is None:
                    return site
                site = entry + frame.f_lasti
            awaited = awaited.cr_await
        elif kind is Library.generator:
            frame = awaited.gi_frame
            entry = 0
            if frame is not None:
                entry = known.get(id(frame.f_code))
                if entry is None:
                    entry = recorder.tables.learn(frame.f_code)
            if entry > 0:
                site = entry + frame.f_lasti
            awaited = awaited.gi_yieldfrom
        else:
            return site


def site_in_step(frame):
    """The site of the nearest frame of program code at or above `frame`, but not beyond the running callback's."""
    known = recorder.tables.known
    while frame is not None:
        code = frame.f_code
        entry = known.get(id(code))
        if entry is None:
            entry = recorder.tables.learn(code)
        if entry > 0:
            return entry + frame.f_lasti
        if code is Library.run_code:
            return 0
        frame = frame.f_back
    return 0
