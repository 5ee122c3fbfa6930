"""What a file may write in ways that are no assignment: methods of containers, `setattr`, `globals()`.

Looked for in the text, which takes no time worth speaking of; what stands in a comment makes a count "at least" without need.
"""

_METHODS = b"pop", b"popitem", b"clear", b"update", b"setdefault", b"insert", b"remove", b"sort", b"reverse"
_BY_NAME = b"setattr(", b"delattr(", b"globals()", b"vars(", b"__dict__", b"exec("
INSIDE_ANYTHING = "inside *"
"""Said so: what C code does with containers may take something out of any of them."""
_OUT_OF_SIGHT = b"heap", b"bisect", b"insort", b"shuffle", b"setitem", b"delitem"
LONGEST_TEXT = 2_000


def names(source, constants):
    """ "kind name" of variables that may be written so. `constants()`: all constants of the file."""
    found = set()
    for method in _METHODS:
        found.update(["item %s" % name for name in _owners(source, b".%s(" % method)])
    if any([way in source for way in _OUT_OF_SIGHT]):
        found.add(INSIDE_ANYTHING)
    if any([way in source for way in _BY_NAME]):
        for constant in constants():
            if type(constant) is str and len(constant) <= LONGEST_TEXT:
                for name in _names_in(constant):
                    found.update(("attribute %s" % name, "global %s" % name))
    return found


def calls_constructors(source):
    """Does it call `__init__` of an object that may be there already? `super().__init__()` does not."""
    return any(_owners(source, b".__init__("))


def _owners(source, call):
    """The names that stand before `.call(`."""
    end = source.find(call)
    while end >= 0:
        start = end
        while start and (source[start - 1 : start].isalnum() or source[start - 1] == 95):
            start -= 1
        if start < end:
            yield source[start:end].decode("ascii", "replace")
        end = source.find(call, end + 1)


def _names_in(text):
    spaced = "".join([sign if sign.isalnum() or sign == "_" else " " for sign in text])
    return [name for name in spaced.split() if name.isidentifier()]
