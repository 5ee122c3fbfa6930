"""`meta.jsonl`: what records refer to by number (code objects, lanes), one JSON object a line.

Every line is one open, append, close.  Keeping the descriptor open would be cheaper and wrong: a program that closes all
descriptors (`os.closerange`, daemons) and opens its own file would find our lines in it.
"""

from binascii import b2a_base64
from itertools import count
from os import O_APPEND, O_CREAT, O_WRONLY
from os import close as _close
from os import open as _open
from os import write as _write
from os.path import abspath, isabs, join

from _raceway.classify import is_program

try:
    from os import O_CLOEXEC
except ImportError:  # Windows
    O_CLOEXEC = 0
try:
    from _json import encode_basestring_ascii as _quote
except ImportError:

    def _quote(text):
        return '"%s"' % "".join(c if 32 <= ord(c) < 127 and c not in '"\\' else "\\u%04x" % ord(c) for c in text)


MAX_CODES = (1 << 24) - 1


def to_json(value):
    """JSON of None, bool, int, str and lists and dicts of them; the json module would double our start-up time."""
    if value is None:
        return "null"
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, int):
        return "%d" % value
    if isinstance(value, str):
        return _quote(value)
    if isinstance(value, dict):
        return "{%s}" % ",".join(["%s:%s" % (_quote(k), to_json(v)) for k, v in value.items()])
    return "[%s]" % ",".join([to_json(v) for v in value])


class SideTables:
    """The meta file of one process and the numbers given to code objects.

    `known` maps id(code) to `code number << 32`; to 0 for the standard library and Raceway, which are never sites; to -1 for
    program code without a file (`<string>`), whose objects count but whose lines nobody could open.
    Code objects are pinned, because an id is only a name while its object lives, and never hashed (320 ns on 3.13).
    """

    def __init__(self, path, inherited=None):
        self.path = path
        self.lost_lines = 0
        self.known = inherited.known if inherited else {}
        self.pins = inherited.pins if inherited else []
        self.code_numbers = inherited.code_numbers if inherited else count(1)

    def write(self, row):
        """Append one line.  Never raises: a full disk or a vanished folder costs the line, which is counted."""
        try:
            fd = _open(self.path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
            try:
                _write(fd, (to_json(row) + "\n").encode("ascii"))
            finally:
                _close(fd)
        except OSError:
            self.lost_lines += 1

    def learn(self, code):
        """Number a code object seen for the first time; returns its entry in `known`.

        The line is written before the number is published, so no record can refer to a line that is not there. Two threads
        that learn the same code at once give it two numbers, which is harmless.
        """
        entry = -1 if is_program(code) else 0
        if entry and not code.co_filename.startswith("<"):
            number = next(self.code_numbers)
            if number <= MAX_CODES:
                self.write(_code_row(code, number))
                entry = number << 32
        self.pins.append(code)
        self.known[id(code)] = entry
        return entry


def _code_row(code, number):
    if hasattr(code, "co_exceptiontable"):
        line_format, table = "locations311", code.co_linetable
    elif hasattr(code, "co_linetable"):
        line_format, table = "linetable310", code.co_linetable
    else:
        line_format, table = "lnotab", code.co_lnotab
    return {
        "k": "code",
        "id": number,
        "file": _absolute(code.co_filename),
        "name": code.co_name,
        "qualname": getattr(code, "co_qualname", code.co_name),
        "first": code.co_firstlineno,
        "program": True,
        "format": line_format,
        "table": b2a_base64(table, newline=False).decode("ascii"),
    }


def _absolute(path):
    """Absolute and normalised, symbolic links kept: the path as Python names it, from the folder the program started in."""
    return path if isabs(path) else abspath(join(START_FOLDER, path))


def _start_folder():
    from os import getcwd

    try:
        return getcwd()
    except OSError:  # the folder was removed under us
        return ""


START_FOLDER = _start_folder()
