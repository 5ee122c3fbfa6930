"""The control socket's descriptor: the program does not meet it, and what it does with all of its descriptors is safe."""

import textwrap
import unittest

from support.control_host import HAS_FORK, TIMEOUT_SECONDS, ControlCase

RUNS = 5

# Finds our descriptor as any program could: a socket that it did not make.
OURS = """
import os, stat, sys, time
from _raceway import control
def sockets():
    def is_socket(number):
        try: return stat.S_ISSOCK(os.fstat(number).st_mode)
        except OSError: return False
    return [number for number in range(3, 1024) if is_socket(number)]
def until_left():
    while control._conversation: time.sleep(0.001)
"""

NUMBERS = """
import os, socket, tempfile, threading
def numbers():
    both = socket.socketpair()
    opened = [os.open(os.devnull, 0), *os.pipe(), *(end.fileno() for end in both), os.dup(0)]
    os.close(opened[1])
    with tempfile.TemporaryFile() as file:
        opened.append(file.fileno())
    return opened
first = numbers()
input()  # long enough for a beat
print(first, numbers())
"""


class DescriptorCase(ControlCase):
    def start_knowing_ours(self, host, text):
        """Start a program that can find our descriptor: it begins with OURS."""
        return self.start(host.address, OURS + textwrap.dedent(text))


class Numbers(DescriptorCase):
    def test_of_the_program_are_what_they_are_without_a_host(self):
        path = self.workshop.write("numbers.py", NUMBERS)
        native = self.workshop.untraced(path, input="\n")
        seen = set()
        # A file of ours is open for a moment, now and then, and takes a number meanwhile: not in all of so many runs.
        for _ in range(RUNS):
            seen.add(self.workshop.traced(path, input="\n") == native)
        self.assertIn(True, seen)
        seen.clear()
        for _ in range(RUNS):
            host = self.host()
            program = self.start(host.address, NUMBERS)
            host.peer()
            out, err = program.communicate("\n", timeout=TIMEOUT_SECONDS)
            self.assertEqual((program.returncode, err), (0, ""))
            seen.add(out == native.out)
        self.assertIn(True, seen)

    def test_ours_is_high_and_not_inherited(self):
        host = self.host()
        program = self.start_knowing_ours(
            host,
            """
                import subprocess
                input()
                (ours,) = sockets()
                print(ours >= 900, os.get_inheritable(ours), flush=True)
                listed = "import os, sys; print(os.path.exists('/dev/fd/%d'))" % ours
                subprocess.run([sys.executable, "-E", "-c", listed], close_fds=False)
            """,
        )
        host.peer()
        self.assert_ends(program, "True False\nFalse\n")

    def test_where_the_program_may_have_few_we_take_none(self):
        host = self.host()
        text = """
            import resource, subprocess, sys
            resource.setrlimit(resource.RLIMIT_NOFILE, (40, 40))
            text = "from _raceway import control; print(control._conversation)"
            subprocess.run([sys.executable, "-c", text], check=True)
        """
        self.assert_ends(self.start(host.address, text), "None\n")
        self.assertEqual(self.workshop.recording().processes[1].rows("note"), [])


class ClosedByTheProgram(DescriptorCase):
    def run_program(self, text):
        """A program that plays with our descriptor, once it has said hello."""
        host = self.host()
        program = self.start_knowing_ours(host, "input()\n" + textwrap.dedent(text))
        peer = host.peer()
        self.assert_ends(program)
        self.assertIsNone(peer.line())
        self.assertEqual(self.workshop.recording().processes[0].rows("note"), [])

    def test_with_all_others(self):
        self.run_program("""
            os.closerange(3, 4096)
            until_left()
        """)

    def test_a_file_that_gets_its_number_is_neither_written_nor_closed(self):
        self.run_program("""
            import tempfile
            with tempfile.TemporaryFile() as file:
                file.write(b"mine"); file.flush()
                (ours,) = sockets()
                os.dup2(file.fileno(), ours)
                until_left()
                assert os.fstat(ours).st_ino == os.fstat(file.fileno()).st_ino
                assert os.pread(ours, 10, 0) == b"mine" and os.lseek(ours, 0, os.SEEK_CUR) == 4
        """)

    def test_a_socket_that_gets_its_number_is_not_read(self):
        self.run_program("""
            import socket
            (ours,) = sockets()
            one, other = socket.socketpair()
            other.sendall(b'{"request":"stop","id":1,"signal":"SIGINT"}\\n')
            os.dup2(one.fileno(), ours)
            until_left()
            assert len(one.recv(100)) == 44, "somebody read from it"
            one.setblocking(False); other.setblocking(False)
            try: other.recv(1)
            except BlockingIOError: pass
            else: raise AssertionError("somebody wrote to it")
        """)

    @unittest.skipUnless(HAS_FORK, "no fork on this system")
    def test_a_forked_child_does_not_close_what_has_its_number(self):
        self.run_program("""
            (ours,) = sockets()
            null = os.open(os.devnull, 0)
            os.dup2(null, ours)
            child = os.fork()
            if child == 0:
                os._exit(os.fstat(ours).st_rdev != os.fstat(null).st_rdev)
            assert os.waitpid(child, 0)[1] == 0
            until_left()
        """)

    @unittest.skipUnless(HAS_FORK, "no fork on this system")
    def test_a_daemon(self):
        host = self.host()
        program = self.start_knowing_ours(
            host,
            """
                input()
                end, other = os.pipe()
                if os.fork() == 0:
                    os.setsid()
                    if os.fork() == 0:
                        os.dup2(other, 2)
                        os.closerange(3, 4096)
                        log = os.open("log", os.O_RDWR | os.O_CREAT)
                        for _ in range(3): os.write(log, b"a line\\n"); until_left()
                        os.write(2, os.pread(log, 100, 0))
                    os._exit(0)
                os.wait(); os.close(other)
                print(os.read(end, 100).decode(), end="")
            """,
        )
        host.peer()
        self.assert_ends(program, "a line\n" * 3)


class Quiet(ControlCase):
    def test_no_warning_and_no_module_that_was_not_there(self):
        text = "import sys; input(); print(sorted(name for name in sys.modules if not name.startswith('_raceway')))"
        path = self.workshop.write("modules.py", text)
        untraced = self.workshop.untraced("-X", "dev", "-W", "error", path, input="\n")
        host = self.host()
        program = self.start(host.address, text, "-X", "dev", "-W", "error")
        host.peer()
        self.assert_ends(program, untraced.out)

    def test_the_modules_that_it_uses_are_whole_when_the_program_wants_them(self):
        host = self.host()
        text = """
            import fcntl, _socket, socket, ssl
            assert issubclass(socket.socket, _socket.socket) and fcntl.__spec__.name == "fcntl"
            assert socket.getdefaulttimeout() is None
            input()
        """
        program = self.start(host.address, text)
        host.peer()
        self.assert_ends(program)


if __name__ == "__main__":
    unittest.main()
