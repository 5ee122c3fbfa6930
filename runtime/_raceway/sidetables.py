"""`meta.jsonl`: what records refer to by number (code objects, lanes), one JSON object a line.

Every line is one open, append, close.  Keeping the descriptor open would be cheaper and wrong: a program that closes all
descriptors (`os.closerange`, daemons) and opens its own file would find our lines in it.
"""

from _functools import partial
from _weakref import ref
from binascii import b2a_base64
from itertools import count
from os import O_APPEND, O_CREAT, O_WRONLY
from os import close as _close
from os import open as _open
from os import write as _write
from os.path import abspath, isabs, join

from _raceway.classify import is_program
from _raceway.segments import WORD_LOST_LINES

try:
    from os import O_CLOEXEC
except ImportError:  # Windows
    O_CLOEXEC = 0
try:
    from _json import encode_basestring_ascii as _quote
except ImportError:

    def _quote(text):
        return '"%s"' % "".join(c if 32 <= ord(c) < 127 and c not in '"\\' else "\\u%04x" % ord(c) for c in text)


MAX_CODES = 100_000
"""Code objects with a file that get a number, some 30 MB of lines. A program that has more makes them as it goes."""


MAX_BYTES = 128 << 20
"""Of all lines together, so that a program that starts threads for weeks fills no disk; later lines count as lost."""

WRITTEN_ALWAYS = ("note", "end")


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
    An id is only a name while its object lives, and code objects are never hashed (320 ns on 3.13) nor kept alive: a program
    may make, run and drop any number. When one dies its entry goes with it, by a weak reference that calls `dict.pop`: no
    instruction of Python runs there, and before another object gets the id. What remains of it, a dead reference, lasts
    until then. The same code made again, from the same lines of the same file, gets the same number.
    """

    def __init__(self, path, header=None, inherited=None):
        """`header` (words of segment 0) tells the host how many lines were lost; `inherited`: the parent's, after a fork."""
        self.path = path
        self.header = header
        self.lost_lines = 0
        self.written_bytes = 0
        self.known = inherited.known if inherited else {}
        self.references = inherited.references if inherited else {}
        self.numbers = inherited.numbers if inherited else {}
        self.code_numbers = inherited.code_numbers if inherited else count(1)
        self.is_full = False

    def close(self):
        """Write nothing any more."""
        self.path = self.header = None

    def write(self, row):
        """Append one line.  Never raises: a full disk or a vanished folder costs the line, which is counted."""
        if self.path is None:
            return
        if self.written_bytes > MAX_BYTES and row["k"] not in WRITTEN_ALWAYS:
            self._lose_line()
            return
        line = (to_json(row) + "\n").encode("ascii")
        try:
            fd = _open(self.path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
            try:
                _write(fd, line)
            finally:
                _close(fd)
        except OSError:
            self._lose_line()
            return
        before, self.written_bytes = self.written_bytes, self.written_bytes + len(line)
        if before <= MAX_BYTES < self.written_bytes:
            text = "more than %d MB of lines about threads, code and objects: later ones are lost" % (MAX_BYTES >> 20)
            self.write({"k": "note", "level": "warning", "about": "side tables", "text": text})

    def _lose_line(self):
        self.lost_lines += 1
        if self.header is not None:
            self.header[WORD_LOST_LINES] = self.lost_lines

    def learn(self, code):
        """Number a code object seen for the first time; returns its entry in `known`.

        The line is written before the number is published, so no record can refer to a line that is not there. Two threads
        that learn the same code at once give it two numbers, which is harmless.
        """
        entry = -1 if is_program(code) else 0
        if entry and not code.co_filename.startswith("<") and self.path is not None:
            entry = self._number(code) << 32 or -1
        name = id(code)
        self.references[name] = ref(code, partial(self.known.pop, name))
        self.known[name] = entry
        return entry

    def _number(self, code):
        """The number of the code's lines; 0 = there are too many to number."""
        line_format, table = _lines_of(code)
        same = code.co_filename, getattr(code, "co_qualname", code.co_name), code.co_firstlineno, table
        number = self.numbers.get(same)
        if number is None:
            number = next(self.code_numbers) if len(self.numbers) < MAX_CODES else 0
            if number:
                self.write(_code_row(code, number, line_format, table))
                self.numbers[same] = number
            elif not self.is_full:
                self.is_full = True
                text = "more than %d code objects: the lines of later ones are not known" % MAX_CODES
                self.write({"k": "note", "level": "warning", "about": "code", "text": text})
        return number

    def number_library(self, code):
        """A number for code of the standard library, which has one only where its name is to be told; no site has it."""
        number = next(self.code_numbers)
        self.write(dict(_code_row(code, number, *_lines_of(code)), program=False))
        return number


def _lines_of(code):
    if hasattr(code, "co_exceptiontable"):
        return "locations311", code.co_linetable
    if hasattr(code, "co_linetable"):
        return "linetable310", code.co_linetable
    return "lnotab", code.co_lnotab


def _code_row(code, number, line_format, table):
    return {
        "k": "code",
        "id": number,
        "file": absolute(code.co_filename),
        "name": code.co_name,
        "qualname": getattr(code, "co_qualname", code.co_name),
        "first": code.co_firstlineno,
        "program": True,
        "format": line_format,
        "table": b2a_base64(table, newline=False).decode("ascii"),
    }


def absolute(path):
    """Absolute and normalised, symbolic links kept: the path as Python names it, from the folder the program started in."""
    return path if isabs(path) else abspath(join(START_FOLDER, path))


def _start_folder():
    from os import getcwd

    try:
        return getcwd()
    except OSError:  # the folder was removed under us
        return ""


START_FOLDER = _start_folder()
