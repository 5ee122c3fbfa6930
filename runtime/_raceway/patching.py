"""Hooks inside functions of the standard library, with no frame of ours around them.

A wrapper around `Queue.get` or `Condition.wait` would be seen: in the traceback of `queue.Empty`, in `print_stack`, by
`warnings` that count frames; and it sees too little: the value of a semaphore is only certain under its inner mutex. So the
few functions that matter are *woven*: compiled anew from the standard library's own source, same file, same lines, with
calls of our hooks between the statements, and the new code object is put into the old function (`function.__code__ = …`).
Identity, signature, subclassing and pickling stay; whoever bound the function earlier gets the hooks too.

    threading.Event.set                          woven
        with self._cond:                             with self._cond:
            self._flag = True                            self._flag = True
            self._cond.notify_all()                      if self._raceway is not None: HOOKS.was_set(self)
                                                         self._cond.notify_all()

A place is named by the beginning of its line in the source (an *anchor*). A Python whose source lacks it, or has no source
at all, is traced without that instrument and the recording says so. HOOKS is no global of the module: it becomes a constant
of the code object, namely the Instrument. The local variable WAIT (None at first) carries a wait from its beginning to its end,
RESULT what the function is about to return.
"""

from sys import exc_info

from _raceway import recorder

ONLY_AST: int = 0x400  # ast.PyCF_ONLY_AST; importing ast would cost 4 ms of start-up
PLACEHOLDER = "raceway: the instrument goes here"
WAIT = "_raceway_wait"
RESULT = "_raceway_result"
OURS = __file__[: -len("patching.py")]

# A signal handler may run, and raise, inside a hook: what is not our fault goes on as if the hook were not there.
_GUARDED = "try:\n {}\nexcept BaseException as _raceway_error:\n if not HOOKS.is_own_fault(_raceway_error): raise\n"
# Where a hook goes (`%s`) in what is put around the function's body, or around one statement in place of `pass`.
_ALONE = "%s\n"
_ON_EXCEPTION = "try: pass\nexcept BaseException:\n %s\n raise\n"
_FINALLY = "try: pass\nfinally:\n %s\n"
_BEFORE_SURELY = "try:\n %s\nfinally: pass\n"
_sources = {}

# What a mistake in our code can raise. Not RecursionError and MemoryError: the program had nearly used up what it has, and
# without us it would have met the same exception a little later.
_MISTAKES = {
    ArithmeticError,
    AssertionError,
    AttributeError,
    BufferError,
    IndexError,
    KeyError,
    LookupError,
    NameError,
    OSError,
    OverflowError,
    RuntimeError,
    StopIteration,
    TypeError,
    UnboundLocalError,
    UnicodeDecodeError,
    UnicodeEncodeError,
    ValueError,
    ZeroDivisionError,
}


class NotWeavable(Exception):
    """The function does not look as the instrument expects; the message says in which way."""


def before(anchor, hook):
    """A change: run the statement `hook` before each statement whose line begins with `anchor` (or one of several)."""
    return "before", anchor, hook


def after(anchor, hook):
    """A change: run the statement `hook` after each statement whose line begins with `anchor`."""
    return "after", anchor, hook


def before_surely(anchor, hook):
    """The same for a statement that must run even if an exception (Ctrl-C) comes while the hook does."""
    return "before surely", anchor, hook


def at_return(anchor, hook):
    """A change: where a line `return …` begins with `anchor`, run `hook` when RESULT is known and before it is returned."""
    return "at return", anchor, hook


def first(hook):
    """A change: run the statement `hook` at the beginning of the function."""
    return "first", None, hook


def last(hook):
    """A change: run the statement `hook` where the function's body ends (not at a return, not for an exception)."""
    return "last", None, hook


def on_exception(hook):
    """A change, the last of its list: run `hook` when an exception leaves the function; it goes on afterwards."""
    return "raised", None, hook


def finally_(hook):
    """A change, the last of its list: run `hook` however the function is left."""
    return "finally", None, hook


instruments = []
"""All that there are."""


class Instrument:
    """The hooks for one class of the standard library, and the functions that they were woven into.

    A hook that raises is our bug: the whole instrument is taken out, the recording says so once, the program goes on.
    """

    def __init__(self, name):
        self.name = name
        instruments.append(self)
        self.hooks = []
        self.originals = {}  # function id → (function, code before)
        self.replaced = []  # (module, attribute, our value, value before)
        self.rest: tuple = ()  # rows of `weave_all`, woven when the program makes its first object
        self.withdrawn = False

    def hook(self, function):
        """Decorator: make `function` callable as `HOOKS.<its name>` from woven code."""
        setattr(self, function.__name__, function)
        self.hooks.append(function.__name__)
        return function

    def weave(self, function, *changes):
        """Put `changes` into `function`. Raises NotWeavable, and then nothing has changed."""
        if self.withdrawn or id(function) in self.originals:
            return
        code = function.__code__
        woven = woven_code(function, self, changes)
        self.originals.setdefault(id(function), (function, code))  # another thread may have been first
        function.__code__ = woven

    def weave_all(self, *table):
        """`weave` for rows of (function, change, change, …). When one of them fails the instrument withdraws."""
        try:
            for function, *changes in table:
                self.weave(function, *changes)
        except NotWeavable as error:
            self.withdraw(str(error))

    def weave_rest(self):
        """Weave what was kept back: most programs use few of the things that can be traced, and weaving takes time."""
        if self.rest:
            self.weave_all(*self.rest)
            self.rest = ()

    def call(self, hook, *arguments):
        """Call a hook from a wrapper: returns what it returns, None after a fault of its own."""
        try:
            return getattr(self, hook)(*arguments)
        except BaseException as error:
            if not self.is_own_fault(error):
                raise
            return None

    def replace(self, module, attribute, value):
        """For what is written in C: put `value` in the place of the module's attribute."""
        if not self.withdrawn:
            self.replaced.append((module, attribute, value, getattr(module, attribute, None)))
            setattr(module, attribute, value)

    def withdraw(self, reason=None):
        """Put every function back to what it was; `reason` is noted in the recording. Running calls finish without hooks."""
        self.withdrawn = True
        for function, code in self.originals.values():
            function.__code__ = code
        self.originals.clear()
        while self.replaced:
            module, attribute, ours, before = self.replaced.pop()
            if getattr(module, attribute, None) is ours:
                setattr(module, attribute, before)
        for name in self.hooks:
            setattr(self, name, _nothing)
        if reason is not None:
            try:
                recorder.note(self.name, reason)
            except (RecursionError, MemoryError):
                recorder.notes_put_off.append((self.name, reason))

    def is_own_fault(self, error):
        """Called with what a hook raised: True when it is our bug, which ends here.

        What came through a hook but not from it (KeyboardInterrupt, an exception from a signal handler or that another thread
        asked for) is not ours; it loses our frames from its traceback and the caller lets it go on.
        """
        traceback = innermost = error.__traceback__
        while innermost.tb_next is not None:
            innermost = innermost.tb_next
        # PyThreadState_SetAsyncExc strikes anywhere, so the frame alone says little; but it raises a bare class, whereas the
        # interpreter says what is wrong.
        if type(error) in _MISTAKES and error.args and _is_ours(innermost):
            if not self.withdrawn:
                self.withdraw("switched off after an error of its own: %s" % describe(error))
            return True
        # The first entry is the woven function's; entries are linked, so ours can be taken out of the middle.
        following = traceback.tb_next
        while following is not None and _is_ours(following):
            following = following.tb_next
        traceback.tb_next = following
        return False


def _nothing(*ignored):
    return None


def _is_ours(traceback):
    return traceback.tb_frame.f_code.co_filename.startswith(OURS)


def describe(error):
    """One line that names the exception and the line of ours it came from, for a note in the recording."""
    innermost = error.__traceback__
    while innermost.tb_next is not None:
        innermost = innermost.tb_next
    place = innermost.tb_frame.f_code.co_filename[len(OURS) :]
    return "%s: %s (%s:%d)" % (type(error).__name__, error, place, innermost.tb_lineno)


def leave_no_frame():
    """In an `except` clause of a wrapper: take the wrapper's own frame out of the traceback of what is passing through.

    With a bare `raise` after it the frame is gone on 3.11 and newer; older versions add it again (docs/limits.md).
    """
    error = exc_info()[1]
    error.__traceback__ = error.__traceback__.tb_next


def woven_code(function, hooks, changes):
    """The code object of `function` with `changes` in it; `hooks` is what HOOKS means in them. Raises NotWeavable."""
    code = function.__code__
    lines, top = _lines_of(function)
    owner, _, name = function.__qualname__.rpartition(".")
    # The class statement keeps qualified names, private names and `super()` as they are; the empty lines keep line numbers.
    # A function may stand below an `if` of its module.
    above = "class %s:" % owner if owner else "if 1:" if _indent(lines[top]) else None
    head = "\n" * top if above is None else "\n" * (top - 1) + above + "\n"
    try:
        tree = compile(
            head + "\n".join(lines[top : _end_of(lines, top)]) + "\n", code.co_filename, "exec", ONLY_AST, True
        )
    except SyntaxError as error:
        raise NotWeavable("%s cannot be read: %s" % (function.__qualname__, error)) from None
    definition = tree.body[0] if above is None else tree.body[0].body[0]
    for place, anchor, hook in changes + (first(None),):
        if not _change(definition, lines, place, anchor, hook):
            raise NotWeavable("%s has no line %r in this Python" % (function.__qualname__, anchor))
    woven = compile(tree, code.co_filename, "exec", 0, True)
    for part in owner.split(".") + [name] if owner else [name]:
        woven = next(const for const in woven.co_consts if getattr(const, "co_name", None) == part)
    if woven.co_freevars != code.co_freevars or woven.co_firstlineno != code.co_firstlineno:
        raise NotWeavable("%s was changed by somebody else" % function.__qualname__)
    return _with_hooks(woven, hooks)


def _with_hooks(code, hooks):
    """The code object with `hooks` in the place of the placeholder, in functions within it too."""
    consts = list(code.co_consts)
    for index, const in enumerate(consts):
        if isinstance(const, str) and const == PLACEHOLDER:
            consts[index] = hooks
        elif isinstance(const, type(code)):
            consts[index] = _with_hooks(const, hooks)
    return code.replace(co_consts=tuple(consts)) if any(map(_is_not, consts, code.co_consts)) else code


def _is_not(one, other):
    return one is not other


def _lines_of(function):
    """(lines of the module, index of the line where the function begins, decorators included)."""
    module, name = function.__globals__, function.__module__
    lines = _sources.get(name)
    if lines is None:
        try:
            lines = module["__spec__"].loader.get_data(module["__file__"]).decode("utf-8").splitlines()
        except (AttributeError, KeyError, OSError, UnicodeError, TypeError):
            raise NotWeavable("the source of the module %s is not there" % name) from None
        _sources[name] = lines
    top = function.__code__.co_firstlineno - 1
    head = "\n".join(lines[top : top + 3])
    if module.get("__name__") != name or "def %s(" % function.__code__.co_name not in head:
        raise NotWeavable("%s was replaced by somebody else" % function.__qualname__)
    return lines, top


def _end_of(lines, top):
    """Index after the last line of the function that begins at `top`: the next line that is not indented deeper."""
    indent = _indent(lines[top])
    end = top + 1
    while lines[end - 1].lstrip().startswith("@"):
        end += 1
    while end < len(lines) and (not lines[end].strip() or _indent(lines[end]) > indent):
        end += 1
    return end


def _indent(line):
    return len(line) - len(line.lstrip())


def _change(definition, lines, place, anchor, hook):
    """Apply one change to the syntax tree; returns whether there was a place for it."""
    body = definition.body
    if place == "first":
        at = 1 if hasattr(body[0], "value") and hasattr(body[0].value, "value") else 0  # behind the docstring
        body[at:at] = _parse(hook, body[at]) if hook else _parse(WAIT + " = None", body[at], guarded=False)
    elif place == "last":
        body += _parse(hook, body[-1])
    elif place in ("raised", "finally"):
        around = _parse(hook, body[-1], _ON_EXCEPTION if place == "raised" else _FINALLY)
        around[0].body = body[:]
        body[:] = around
    else:
        return _beside(definition, lines, place, anchor, hook)
    return True


def _beside(node, lines, place, anchor, hook):
    """Insert the hook before or after the statements that match, at any depth."""
    found = False
    for block in [getattr(node, field, None) for field in ("body", "orelse", "finalbody", "handlers")]:
        if not isinstance(block, list):
            continue
        for index in range(len(block) - 1, -1, -1):
            statement = block[index]
            if hasattr(statement, "ours"):
                continue
            if lines[statement.lineno - 1].lstrip().startswith(anchor):
                found = True
                if place == "before surely":
                    block[index : index + 1] = _parse(hook, statement, _BEFORE_SURELY)
                    block[index].finalbody = [statement]
                    continue
                if place == "at return":
                    block[index : index + 1] = _returning(statement, hook)
                    continue
                at = index if place == "before" else index + 1
                block[at:at] = _parse(hook, statement)
            found = _beside(statement, lines, place, anchor, hook) or found
    return found


def _returning(statement, hook):
    """`RESULT = …`, the hook, `return RESULT` in the place of `return …`."""
    kept, returned = _parse("%s = None" % RESULT, statement, guarded=False), _parse(RESULT, statement, guarded=False)
    kept[0].value, statement.value = statement.value, returned[0].value
    return [*kept, *_parse(hook, statement), statement]


def _parse(hook, neighbour, shape=_ALONE, guarded=True):
    """Statements for `hook`, guarded, on the line of `neighbour`, so that tracebacks and line counts know nothing new."""
    text = _GUARDED.format(hook.replace("WAIT", WAIT).replace("RESULT", RESULT)) if guarded else hook
    if shape is not _ALONE:
        text = "\n ".join(text.splitlines())
    statements = compile(shape % text, OURS, "exec", ONLY_AST, True).body
    for statement in statements:
        _settle(statement, neighbour)
        statement.ours = True
    return statements


def _settle(node, neighbour):
    """Move the node and all below it to the neighbour's place; HOOKS becomes a constant."""
    if hasattr(node, "lineno"):
        for field in ("lineno", "col_offset", "end_lineno", "end_col_offset"):
            setattr(node, field, getattr(neighbour, field))
    for field in node._fields:
        value = getattr(node, field, None)
        if getattr(value, "id", None) == "HOOKS":
            setattr(node, field, _constant(neighbour))
        elif isinstance(value, list):
            for child in value:
                _settle(child, neighbour)
        elif hasattr(value, "_fields"):
            _settle(value, neighbour)


def _constant(neighbour):
    constant = compile(repr(PLACEHOLDER), OURS, "eval", ONLY_AST, True).body
    _settle(constant, neighbour)
    return constant
