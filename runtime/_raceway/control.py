"""The host's requests to this process, over a local socket (docs/control-protocol.md). Recording does not need it.

All of it is a duty of the service thread (`beat`, every 50 ms), but for making and closing the descriptor. Nothing in here
waits: not for the host to accept, to read, or to end its line. What a beat does is bounded, whatever the host sends. A host that
is missing, refuses, falls silent or talks nonsense costs the connection and nothing else; it is not tried again.

    begin ─► (beat: connect, token, hello) ─► (beat: read lines, serve, answer) ─► close
                                                  └─► what was asked for, in a later beat, at its moment
"""

import os

from _raceway import delivery
from _raceway.sidetables import to_json

VERSION = 1

# On either side; the host has the same numbers (core/run/control-messages.ts).
MAX_LINE_BYTES = 4096
MAX_NAME = 100
# What we say is a few short lines. A host that lets more pile up does not read.
MAX_UNSENT_BYTES = 16 * MAX_LINE_BYTES
# 10 s of beats while the host's queue of connections is full.
CONNECT_ATTEMPTS = 200
# Of a flood we serve this much a beat; the rest waits in the system's buffer until that is full.
LINES_A_BEAT = 16
# Below 2**53, so that the host's numbers hold it.
MAX_DIGITS = 15


class _Nonsense(Exception):
    """The host said what the protocol has no place for."""


class _Conversation:
    """With the host, over `end`: see control_socket.SocketEnd for what that can do."""

    def __init__(self, end, token, hello):
        self.end = end
        self.attempts = CONNECT_ATTEMPTS
        self.is_connected = False
        self.unread = b""
        self.unsent = ("%s\n%s\n" % (token, to_json({"hello": hello}))).encode("ascii")

    def beat(self):
        """Go on as far as that is possible without waiting. Raises OSError or _Nonsense where it is at its end."""
        if not self.is_connected:
            if self.attempts == 0:
                raise OSError("the host takes no more connections")
            self.attempts -= 1
            self.is_connected = self.end.connect()
        if self.is_connected:
            self.flush()
            self.listen()
            self.flush()

    def flush(self):
        if self.unsent:
            self.unsent = self.unsent[self.end.send(self.unsent) :]

    def listen(self):
        if b"\n" not in self.unread:
            self.unread += self.end.receive(MAX_LINE_BYTES + 1 - len(self.unread))
        for _ in range(LINES_A_BEAT):
            line, newline, rest = self.unread.partition(b"\n")
            if not newline:
                break
            self.unread = rest
            self.serve(line)
        if b"\n" not in self.unread and len(self.unread) > MAX_LINE_BYTES:
            raise _Nonsense("an endless line")

    def serve(self, line):
        request = _parse(line)
        number = request.get("id")
        if not isinstance(number, int):
            raise _Nonsense("a request without a number")
        serve = _REQUESTS.get(request.get("request"))
        act = "unknown request" if serve is None else serve(request)
        if isinstance(act, str):
            self.answer({"refused": number, "reason": act})
        else:
            # First the answer: there may be no afterwards.
            self.answer({"done": number})
            self.flush()
            _due.append((os.getpid(), act))

    def answer(self, message):
        self.unsent += (to_json(message) + "\n").encode("ascii")
        if len(self.unsent) > MAX_UNSENT_BYTES:
            raise OSError("the host does not read")


def _parse(line):
    """A request is a flat JSON object of words and whole numbers, and nothing else is read.

    The interpreter's JSON scanner imports half of the library where a text is wrong, before the program's eyes.
    """
    text = line.decode("latin-1").strip()
    if text[:1] != "{" or text[-1:] != "}":
        raise _Nonsense("no request")
    request = {}
    for part in text[1:-1].split(","):
        name, _, value = part.partition(":")
        value = value.strip()
        request[_word(name)] = _number(value) if value.isdecimal() else _word(value)
    return request


def _number(text):
    if len(text) > MAX_DIGITS:
        raise _Nonsense("a number too large")
    return int(text)


def _word(text):
    text = text.strip()
    word = text[1:-1]
    if text != '"%s"' % word or not word.isidentifier():
        raise _Nonsense("no word")
    return word


# What can be asked. A function gets the request and returns what to do once it is answered (`send`, as soon as
# `is_good_moment`), or the reason why not.
# Stacks of all lanes and the recording's budget are to come, a row each.


def _stop(request):
    """As Ctrl-C, `kill` or `kill -9` would: the handler that the program installed runs in its main thread."""
    name = request.get("signal")
    if name not in ("SIGINT", "SIGTERM", "SIGKILL"):
        return "unknown signal"
    return delivery.to_this_process(name) or "no such signal on this system"


_REQUESTS = {"stop": _stop}

_conversation = None
_due = []  # what was asked for and answered: by which process, and what


def begin(run, folder, argv):
    """Get ready to say hello at the `control` of `run` (run.json): this process records into `folder`.

    Called while no other thread runs, at the start of a process: the number that the system gives the socket at first must
    not be missing from the row of the program's own.
    """
    global _conversation
    address = run.get("control")
    if not isinstance(address, dict):
        return
    hello = {
        "version": VERSION,
        "pid": os.getpid(),
        "parentPid": os.getppid(),
        "folder": os.path.basename(folder),
        "name": os.path.basename(argv[0])[:MAX_NAME] if argv else "",
    }
    try:
        _conversation = _Conversation(_end(address["path"]), address["token"], hello)
    except OSError:
        pass  # no descriptor to spare


def _end(path):
    if os.name == "nt":
        from _raceway.control_pipe import PipeEnd

        return PipeEnd(path)
    from _raceway.control_socket import SocketEnd

    return SocketEnd(path)


def beat():
    """The duty of the service thread."""
    conversation = _conversation
    if conversation is not None:
        try:
            conversation.beat()
        except (OSError, _Nonsense):
            _hang_up()
        except Exception:
            _hang_up()
            raise
    for entry in _due:
        if entry[1].is_good_moment():
            _due.remove(entry)
            entry[1].send()
            break  # of the same signal sent twice at once the system keeps one


def close():
    """Let go of the connection; in a forked child, of the parent's, which goes on. What the host asked of us is done now."""
    _hang_up()
    while _due:
        pid, act = _due.pop(0)
        if pid == os.getpid():
            act.send()


def _hang_up():
    global _conversation
    conversation, _conversation = _conversation, None
    if conversation is not None:
        conversation.end.close()
