"""No host, however it behaves, reaches the program: its output and exit are what they are without one."""

import os
import socket
import sys
import threading
import unittest

from support.control_host import ControlCase, Peer
from support.programs import RUNTIME

sys.path.insert(0, RUNTIME)
from _raceway import control  # noqa: E402

sys.path.remove(RUNTIME)

# Lives until a line is typed. By default a write to a closed connection ends a C program.
PROGRAM = """
import signal
signal.signal(signal.SIGPIPE, signal.SIG_DFL)
print(input())
"""


def endless(connection, piece):
    """Send it again and again, read nothing, until the process has closed the connection."""
    while True:
        connection.sendall(piece)


def once(connection, text):
    """Send it after the hello; then until the process has closed the connection there is nothing but answers."""
    peer = Peer(connection)
    peer.line()
    connection.sendall(text)
    while peer.line() is not None:
        pass


NONSENSE = {
    "no JSON": b"hello\n",
    "half of it": b'{"request": "stop", \n',
    "not even text": b"\xff\xfe\x00\n",
    "an empty line": b"\n",
    "a list": b"[1]\n",
    "a number": b"1\n",
    "nested deep": b"[" * 4000 + b"\n",
    "deep in an object": b'{"a":' * 600 + b"\n",
    "no id": b'{"request": "stop", "signal": "SIGINT"}\n',
    "an id that is no number": b'{"request": "stop", "id": "1", "signal": "SIGINT"}\n',
    "an id beyond numbers": b'{"request": "stop", "id": 99999999999999999999, "signal": "SIGINT"}\n',
    "id true": b'{"request": "stop", "id": true, "signal": "SIGINT"}\n',
    "more than one": b'{"id": 1}{"id": 2}\n',
    "a number of 4000 digits": b'{"id": ' + b"9" * 4000 + b"}\n",
    "a line without end": b"x" * 100_000,
    "a line too long": b'{"id": 1, "request": "' + b"x" * 5000 + b'"}\n',
    "a flood of empty lines": b"\n" * 1_000_000,
}


class Hosts(ControlCase):
    def assert_unharmed(self, behave, text=PROGRAM):
        """Run the program; it must bear `behave(connection)`, which returns, or fails as the connection is closed."""
        done = threading.Event()

        def greet(connection):
            try:
                behave(connection)
            except OSError:
                pass
            done.set()

        program = self.start(self.host(greet).address, text)
        self.assertTrue(done.wait(60), "the process neither heard nor hung up")
        self.assert_ends(program, "bye\n", say="bye\n")
        self.assertEqual(self.workshop.recording().processes[0].rows("note"), [])

    def test_that_talk_nonsense(self):
        for what, text in NONSENSE.items():
            with self.subTest(what=what):
                self.assert_unharmed(lambda connection, text=text: once(connection, text))

    def test_that_flood_and_do_not_read(self):
        # Some 20 s of beats at the pace that is meant.
        faster = "from _raceway import control; control.LINES_A_BEAT = 1000" + PROGRAM
        for piece in (b'{"request": "dance", "id": 1}\n' * 1000, b"x" * 65536):
            with self.subTest(piece=piece[:10]):
                self.assert_unharmed(lambda connection, piece=piece: endless(connection, piece), faster)

    def test_that_close_at_once(self):
        self.assert_unharmed(lambda connection: connection.close())

    def test_that_close_after_a_question(self):
        def ask_and_close(connection):
            Peer(connection).send({"request": "dance", "id": 1})
            connection.close()

        self.assert_unharmed(ask_and_close)

    def test_that_are_silent(self):
        def listen(connection):
            peer = Peer(connection)
            peer.line(), peer.line()

        self.assert_unharmed(listen)

    def test_that_speak_one_letter_at_a_time(self):
        def stammer(connection):
            peer = Peer(connection)
            peer.line(), peer.line()
            for letter in b'{"request": "dance", "id": 1}\n':
                connection.sendall(bytes([letter]))
            assert peer.message() == {"refused": 1, "reason": "unknown request"}

        self.assert_unharmed(stammer)


class Places(ControlCase):
    """Where no host listens."""

    def test_that_are_no_socket(self):
        folder = self.workshop.folder
        self.workshop.write("file")
        os.mkfifo(os.path.join(folder, "fifo"))
        os.symlink(self.host().path, os.path.join(folder, "link"))
        with socket.socket(socket.AF_UNIX) as deserted:
            deserted.bind(os.path.join(folder, "deserted"))
        names = ["file", "fifo", "link", "deserted", "missing", ".", "with\0nul", "x" * 5000]
        for path in [os.path.join(folder, name) for name in names] + ["", "/dev/null"]:
            with self.subTest(path=path[:80]):
                text = """
                    import time
                    from _raceway import control
                    while control._conversation: time.sleep(0.001)
                """
                program = self.start({"path": path, "token": "0"}, text)
                self.assert_ends(program)
                self.assertEqual(self.workshop.recording().processes[0].rows("note"), [])

    def test_that_belong_to_somebody_else(self):
        host = self.host(lambda connection: self.fail("connected"))
        text = """
            import time
            from _raceway import control, control_socket
            control_socket.geteuid = lambda: 12345
            while control._conversation: time.sleep(0.001)
        """
        self.assert_ends(self.start(host.address, text))
        self.assertEqual(host.connections, [])


class _End:
    """A host's end whose every move the test decides."""

    def __init__(self, text=b"", accepts=True, reads=True):
        self.text, self.accepts, self.reads, self.sent = text, accepts, reads, b""

    def connect(self):
        return self.accepts

    def receive(self, most):
        piece, self.text = self.text[:most], self.text[most:]
        return piece

    def send(self, text):
        if not self.reads:
            return 0
        self.sent += text
        return len(text)


class Bounds(unittest.TestCase):
    """What one beat does has an end, and so has what is kept."""

    def conversation(self, end):
        return control._Conversation(end, "token", {"version": 1})

    def test_of_a_flood_one_beat_serves_a_few_lines_and_reads_no_more(self):
        line = b'{"id":1}\n'
        end = _End(line * 100_000)
        conversation = self.conversation(end)
        conversation.beat()
        self.assertEqual(end.sent.count(b"refused"), control.LINES_A_BEAT)
        for _ in range(10):
            conversation.beat()
            self.assertLessEqual(len(conversation.unread), control.MAX_LINE_BYTES + 1)
        self.assertEqual(end.sent.count(b"refused"), 11 * control.LINES_A_BEAT)

    def test_a_host_that_does_not_read_is_left(self):
        conversation = self.conversation(_End(b'{"id":1}\n' * 100_000, reads=False))
        with self.assertRaises(OSError):
            while True:
                conversation.beat()
        self.assertLess(len(conversation.unsent), control.MAX_UNSENT_BYTES + control.MAX_LINE_BYTES)

    def test_a_host_that_does_not_accept_is_left(self):
        conversation = self.conversation(_End(accepts=False))
        for _ in range(control.CONNECT_ATTEMPTS):
            conversation.beat()
        with self.assertRaises(OSError):
            conversation.beat()

    def test_the_longest_line_is_a_line(self):
        end = _End(b'{"id":1%s}\n' % (b" " * (control.MAX_LINE_BYTES - 8)))
        conversation = self.conversation(end)
        conversation.beat()
        self.assertIn(b'{"refused":1', end.sent)
        end.text = b'{"id":1%s}\n' % (b" " * (control.MAX_LINE_BYTES - 7))
        with self.assertRaises(control._Nonsense):
            conversation.beat()


if __name__ == "__main__":
    unittest.main()
