"""Names of tasks and their coroutines: how a record says them in one word, and what needs a line in the side tables.

Ten thousand tasks must not cost ten thousand lines, so "worker-17" is the text "worker-" and a number.
"""

from _raceway import recorder

MAX_TEXTS = 1000
MAX_RENAMES = 1000
DIGITS = "0123456789"
MOST_DIGITS = 9  # with these a number fits 31 bits

_library = {}
"""id(code of the standard library) → (its site, that code)."""
_texts = {}
_texts_folder = None
_renames = 0


def name_word(name):
    """The name as word 1 of TASK_START; 0 when there are too many to keep."""
    stem = name.rstrip(DIGITS)
    digits = name[len(stem) :]
    if not digits or len(digits) > MOST_DIGITS or digits[0] == "0" and digits != "0":
        return _text(name) << 1
    if stem == "Task-":
        return int(digits) << 1 | 1
    text = _text(stem)
    return int(digits) + 1 << 32 | text << 1 if text else 0


def _text(text):
    """The number of a text in the side tables, 0 when there are too many."""
    global _texts_folder
    if recorder.folder != _texts_folder:  # a forked child has side tables of its own
        _texts.clear()
        _texts_folder = recorder.folder
    number = _texts.get(text)
    if number is None:
        number = len(_texts) + 1
        if number > MAX_TEXTS:
            return 0
        recorder.meta({"k": "text", "id": number, "text": text})
        _texts[text] = number
        if number == MAX_TEXTS:
            recorder.note("asyncio", "more than %d names of tasks: later ones are not kept" % MAX_TEXTS)
    return number


def library_site(code):
    """The site of the beginning of code of the standard library: a task may run it, and is told by its name."""
    known = _library.get(id(code))
    if known is None:
        _library[id(code)] = known = recorder.tables.number_library(code) << 32, code
    return known[0]


def rename(lane, name):
    """The task with that number has another name now."""
    global _renames
    _renames += 1
    if _renames <= MAX_RENAMES:
        recorder.rename_lane(lane, name)
    elif _renames == MAX_RENAMES + 1:
        recorder.note("asyncio", "more than %d tasks were renamed: later names are not kept" % MAX_RENAMES)
