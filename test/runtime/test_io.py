"""Waits for what is outside of Python: sockets, TLS, selectors, input (runtime/_raceway/iowaits.py and its instruments)."""

import sys
import unittest

from support.programs import Workshop

CONNECT, ACCEPT, RECEIVE, SELECT, INPUT, TLS = 2, 3, 4, 6, 10, 11
GOT, EXCEPTION, FAILED = 1, 3, 4
OP_IO = 15


class Programs(unittest.TestCase):
    def setUp(self):
        self.workshop = Workshop()
        self.addCleanup(self.workshop.close)

    def waits(self, text, **options):
        """[(lane's name, io kind, has a descriptor, result, line)] of the program, no note of ours allowed."""
        path = self.workshop.write("program.py", text)
        plain, traced = self.workshop.untraced(path, **options), self.workshop.traced(path, **options)
        self.assertEqual(traced.comparable(), plain.comparable())
        process = self.workshop.recording().processes[0]
        self.assertEqual([row for row in process.rows("note") if row["about"] != "sampler"], [])
        names = {row["id"]: row["name"] for row in process.rows("lane")}
        found = []
        for lane, records in process.records.items():
            for record, extension in zip(records, records[1:]):
                if record.kind == "WAIT" and record.seq == OP_IO:
                    self.assertGreaterEqual(record.t1, record.t0)
                    _, line = process.line(record)
                    kind, descriptor, result = extension.words[:3]
                    found.append((names[lane], kind, descriptor > 0, result, line))
        return found

    def test_a_connection_and_a_line_that_comes_late(self):
        waits = self.waits(
            "import socket, threading, time\n"
            "server = socket.create_server(('127.0.0.1', 0))\n"
            "asks = threading.Event()\n"
            "def serve():\n"
            "    client, _ = server.accept()\n"
            "    asks.wait(); time.sleep(0.02)\n"
            "    client.sendall(b'hello\\n'); client.close()\n"
            "t = threading.Thread(target=serve, name='server'); t.start()\n"
            "s = socket.create_connection(server.getsockname())\n"
            "f = s.makefile('rb')\n"
            "asks.set(); f.readline()\n"
            "t.join()\n"
        )
        self.assertIn(("server", ACCEPT, True, GOT, 5), waits)
        self.assertIn(("MainThread", CONNECT, True, GOT, 9), waits)
        self.assertIn(("MainThread", RECEIVE, True, GOT, 11), waits)

    def test_a_refused_connection_and_a_timeout(self):
        waits = self.waits(
            "import socket\n"
            "server = socket.create_server(('127.0.0.1', 0))\n"
            "server.settimeout(0.01)\n"
            "try: server.accept()\n"
            "except OSError as error: print(type(error), error)\n"
            "address = server.getsockname(); server.close()\n"
            "try: socket.create_connection(address)\n"
            "except OSError as error: print(type(error), error)\n"
            "a, b = socket.socketpair(); a.settimeout(0.01)\n"
            "try: a.makefile('rb').read(1)\n"
            "except OSError as error: print(type(error), error)\n"
        )
        self.assertIn(("MainThread", ACCEPT, True, EXCEPTION, 4), waits)
        self.assertIn(("MainThread", CONNECT, True, FAILED, 7), waits)
        self.assertIn(("MainThread", RECEIVE, True, EXCEPTION, 10), waits)

    def test_what_never_blocks_does_not_wait(self):
        waits = self.waits(
            "import socket, selectors\n"
            "server = socket.create_server(('127.0.0.1', 0)); server.setblocking(False)\n"
            "try: server.accept()\n"
            "except BlockingIOError: print('nobody')\n"
            "s = selectors.DefaultSelector(); s.register(server, selectors.EVENT_READ)\n"
            "print(s.select(0), s.select(-1))\n"
        )
        self.assertEqual([w for w in waits if w[1] in (ACCEPT, SELECT)], [])

    def test_selectors_of_each_kind(self):
        waits = self.waits(
            "import selectors, socket\n"
            "a, b = socket.socketpair()\n"
            "for kind in (selectors.SelectSelector, selectors.PollSelector, selectors.DefaultSelector):\n"
            "    with kind() as s:\n"
            "        s.register(a, selectors.EVENT_READ)\n"
            "        print(s.select(0.002))\n"
            "        b.send(b'x'); print(len(s.select())); a.recv(1)\n"
        )
        self.assertEqual([w[1:] for w in waits], [(SELECT, False, GOT, 6), (SELECT, False, GOT, 7)] * 3)

    def test_the_loop_of_asyncio_is_told_once(self):
        waits = self.waits("import asyncio\nasync def main():\n    await asyncio.sleep(0.02)\nasyncio.run(main())\n")
        self.assertLessEqual(len([w for w in waits if w[1] == SELECT]), 4)

    def test_input(self):
        waits = self.waits("print(input('? '))\ntry: input()\nexcept EOFError: print('end')\n", input="line\n")
        self.assertEqual([w for w in waits if w[1] == INPUT], [
            ("MainThread", INPUT, True, GOT, 1),
            ("MainThread", INPUT, True, EXCEPTION, 2),
        ])  # fmt: skip

    def test_input_looks_like_the_native_one(self):
        path = self.workshop.write(
            "shown.py",
            "import builtins, pickle\n"
            "print(input, input.__class__, input.__name__, pickle.loads(pickle.dumps(input)) is input)\n"
            "try: input(1, 2)\n"
            "except TypeError as error: print(error)\n"
            "class Asks: ask = input\n"
            "print(Asks().ask('x'))\n",
        )
        self.assertEqual(self.workshop.traced(path, input="y\n"), self.workshop.untraced(path, input="y\n"))

    def test_tls(self):
        """Both ends in one program, without certificates."""
        waits = self.waits(
            "import socket, ssl, threading\n"
            "def context(side):\n"
            "    c = ssl.SSLContext(side); c.check_hostname = False; c.verify_mode = ssl.CERT_NONE\n"
            "    return c\n"
            "a, b = socket.socketpair()\n"
            "def close(): \n"
            "    b.recv(10); b.close()\n"
            "t = threading.Thread(target=close); t.start()\n"
            "try: context(ssl.PROTOCOL_TLS_CLIENT).wrap_socket(a)\n"
            "except OSError as error: print(type(error).__name__)\n"
            "t.join()\n"
        )
        self.assertIn(("MainThread", TLS, True, EXCEPTION, 9), waits)


class Green(unittest.TestCase):
    def setUp(self):
        self.workshop = Workshop()
        self.addCleanup(self.workshop.close)

    def test_instruments_leave_before_gevent_is_executed(self):
        self.workshop.write(
            "gevent.py",
            "import threading, time\n"
            "found = type(time.sleep), threading.Event.set.__code__.co_consts\n"
            "class Lock:\n"
            "    def __enter__(self): print('green')\n"
            "    def __exit__(self, *_): pass\n"
            "threading.Lock = Lock\n"
            "native = time.sleep\n"
            "time.sleep = lambda seconds: native(0)\n",
        )
        program = self.workshop.write(
            "program.py",
            "import threading, time, queue\n"
            "before = threading.Lock()\n"
            "with before: pass\n"
            "try: import eventlet.missing\n"
            "except ImportError: pass\n"
            "import gevent\n"
            "with threading.Lock(): time.sleep(100)\n"
            "with before: pass\n"
            "q = queue.Queue; q().put(1)\n"
            "print(gevent.found[0], len(gevent.found[1]))\n",
        )
        self.assertEqual(self.workshop.traced(program), self.workshop.untraced(program))
        process = self.workshop.recording().processes[0]
        (note,) = [row for row in process.rows("note") if row["about"] == "gevent"]
        self.assertIn("greenlets", note["text"])
        self.assertNotIn("PUT", [record.kind for record in process.main_lane()])

    def test_a_package_that_is_not_there_changes_nothing(self):
        program = self.workshop.write(
            "program.py",
            "try: import gevent\nexcept ImportError: pass\nimport threading\nlock = threading.Lock()\nwith lock: pass\n",
        )
        outcome = self.workshop.traced("-S", program) if sys.flags.no_site else self.workshop.traced(program)
        self.assertEqual(outcome.code, 0)
        process = self.workshop.recording().processes[0]
        self.assertIn("HOLD", [record.kind for record in process.main_lane()])


if __name__ == "__main__":
    unittest.main()
