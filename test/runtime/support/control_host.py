"""A host's end of the control socket: well-behaved, or whatever a test makes of it (docs/control-protocol.md)."""

import json
import os
import shutil
import socket
import tempfile
import textwrap
import threading
import unittest

from support.programs import TIMEOUT_SECONDS, Workshop

HAS_FORK = hasattr(os, "fork")
PATIENCE_SECONDS = 60
TOKEN = "0123456789abcdef" * 2


class Peer:
    """The host's connection to one process. What it reads and writes it waits for; a test that hangs fails."""

    def __init__(self, connection):
        connection.settimeout(PATIENCE_SECONDS)
        self.connection = connection
        self.unread = b""
        self.hello = None

    def line(self):
        """The next line, without its end; None when the process has closed the connection."""
        while b"\n" not in self.unread:
            try:
                piece = self.connection.recv(4096)
            except ConnectionResetError:  # it had not read all that we sent
                piece = b""
            if not piece:
                return None
            self.unread += piece
        line, _, self.unread = self.unread.partition(b"\n")
        return line.decode("ascii")

    def message(self):
        """The next line's content."""
        line = self.line()
        return line and json.loads(line)

    def send(self, *requests):
        self.connection.sendall(b"".join(json.dumps(request).encode("ascii") + b"\n" for request in requests))

    def stop(self, signal="SIGINT", number=1):
        self.send({"request": "stop", "id": number, "signal": signal})


class ControlHost:
    """Listens as the host does. `peer()` is the next process that said hello; a `greet` given instead gets each
    connection, in a thread of its own, before a word was said.
    """

    def __init__(self, greet=None):
        self.folder = tempfile.mkdtemp(prefix="rw-")
        self.path = os.path.join(self.folder, "s")
        self.greet = greet
        self.peers = []
        self.connections = []
        self.arrived = threading.Condition()
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(self.path)
        self.listener.listen(64)
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def address(self):
        return {"path": self.path, "token": TOKEN}

    def close(self):
        try:
            self.listener.shutdown(socket.SHUT_RDWR)  # wakes `accept`
        except OSError:  # macOS
            pass
        for closing in [self.listener] + self.connections:
            closing.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def peer(self):
        with self.arrived:
            if not self.arrived.wait_for(lambda: self.peers, PATIENCE_SECONDS):
                raise AssertionError("no process said hello")
            return self.peers.pop(0)

    def _accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:  # closed
                return
            self.connections.append(connection)
            threading.Thread(target=self.greet or self._greet, args=(connection,), daemon=True).start()

    def _greet(self, connection):
        peer = Peer(connection)
        token = peer.line()
        if token is None:  # it ended before its first beat
            return
        if token != TOKEN:
            raise AssertionError("said %r instead of the token" % token)
        peer.hello = peer.message()["hello"]
        with self.arrived:
            self.peers.append(peer)
            self.arrived.notify()


@unittest.skipUnless(hasattr(socket, "AF_UNIX"), "no Unix domain sockets on this system")
class ControlCase(unittest.TestCase):
    """Tests of programs that have a control socket."""

    def setUp(self):
        self.workshop = Workshop()
        self.addCleanup(self.workshop.close)

    def host(self, greet=None):
        host = ControlHost(greet)
        self.addCleanup(host.close)
        return host

    def start(self, address, text, *options):
        """Start the program with this `control`; should it not have ended by then, it is ended after the test."""
        path = self.workshop.write("program.py", textwrap.dedent(text))
        recording = self.workshop.new_recording(control=address)
        program = self.workshop.start_traced(*options, path, recording=recording)
        self.addCleanup(_end_for_good, program)
        return program

    def say(self, program, line=""):
        """Type a line to it."""
        program.stdin.write(line + "\n")
        program.stdin.flush()

    def assert_ends(self, program, out="", say="\n"):
        """It ends well and has printed exactly this, after a last line was typed."""
        printed, err = program.communicate(say, timeout=TIMEOUT_SECONDS)
        self.assertEqual((program.returncode, printed, err), (0, out, ""))


def _end_for_good(program):
    program.kill()
    program.wait()
    for pipe in (program.stdin, program.stdout, program.stderr):
        pipe.close()
