"""Traced processes say hello on the control socket: each for itself, however it was started."""

import os
import unittest

from support.control_host import HAS_FORK, ControlCase


class Hello(ControlCase):
    def test_says_who_it_is(self):
        host = self.host()
        program = self.start(host.address, "input()")
        hello = host.peer().hello
        self.assertEqual(
            hello,
            {
                "version": 1,
                "pid": program.pid,
                "parentPid": os.getpid(),
                "folder": "process-%d-0" % program.pid,
                "name": "program.py",
            },
        )
        self.assert_ends(program)

    def test_says_no_more_than_a_line_can_hold(self):
        host = self.host()
        name = "ä" * 120 + ".py"
        path = self.workshop.write(name, "input()")
        program = self.workshop.start_traced(path, recording=self.workshop.new_recording(control=host.address))
        self.addCleanup(program.communicate, "\n")
        self.assertEqual(host.peer().hello["name"], "ä" * 100)

    def test_a_host_without_a_socket(self):
        path = self.workshop.write("program.py", "import time; time.sleep(0.2)")
        for control in (None, {"path": "/nowhere/s", "token": "0"}):
            with self.subTest(control=control):
                recording = self.workshop.new_recording(control=control)
                self.assertEqual(self.workshop.traced(path, recording=recording), (0, "", ""))
                self.assertEqual(self.workshop.recording().processes[0].rows("note"), [])

    @unittest.skipUnless(HAS_FORK, "no fork on this system")
    def test_a_forked_child_has_a_connection_of_its_own_and_its_parent_keeps_his(self):
        host = self.host()
        program = self.start(
            host.address,
            """
            import os
            input()
            child = os.fork()
            if child == 0:
                input()
                os._exit(0)
            os.waitpid(child, 0)
            """,
        )
        parent = host.peer()
        self.say(program)
        child = host.peer()
        self.assertEqual(child.hello["parentPid"], program.pid)
        self.assertEqual(child.hello["folder"], "process-%d-0" % child.hello["pid"])
        # Both can still be asked, each by its own.
        for peer in (parent, child):
            peer.send({"request": "dance", "id": 7})
            self.assertEqual(peer.message(), {"refused": 7, "reason": "unknown request"})
        self.assert_ends(program)
        self.assertEqual((child.line(), parent.line()), (None, None))

    def test_started_children(self):
        for start, how in (
            ("subprocess.run([sys.executable, '-c', 'input()'], check=True)", "-c"),
            ("process('spawn')", "program.py"),
            ("process('forkserver')", "program.py"),
        ):
            if "forkserver" in start and not HAS_FORK:
                continue
            with self.subTest(start=start):
                host = self.host()
                program = self.start(
                    host.address,
                    """
                    import multiprocessing, os, subprocess, sys
                    def wait(end):
                        end.recv()
                    def process(method):
                        context = multiprocessing.get_context(method)
                        mine, other = context.Pipe()
                        process = context.Process(target=wait, args=(other,))
                        process.start()
                        sys.stdin.readline()
                        mine.send(1)
                        process.join()
                        assert process.exitcode == 0
                    if __name__ == "__main__":
                        %s
                    """
                    % start,
                )
                peers = [host.peer(), host.peer()]
                self.assertEqual(peers[0].hello["pid"], program.pid)
                self.assertNotEqual(peers[1].hello["pid"], program.pid)
                self.assertIn(peers[1].hello["name"], (how, "-c"))
                self.assert_ends(program)

    @unittest.skipUnless(HAS_FORK, "exec keeps the pid only there")
    def test_a_replaced_program_says_hello_again(self):
        host = self.host()
        text = "import os, sys; input(); os.execv(sys.executable, [sys.executable, '-c', 'input()'])"
        program = self.start(host.address, text)
        first = host.peer()
        self.say(program)
        self.assertIsNone(first.line())
        second = host.peer()
        self.assertEqual(second.hello["pid"], first.hello["pid"])
        self.assertEqual(second.hello["folder"], "process-%d-1" % program.pid)
        self.assert_ends(program)

    def test_untraced_children_say_nothing(self):
        host = self.host()
        text = "import subprocess, sys; subprocess.run([sys.executable, '-E', '-c', 'print(input())'])"
        program = self.start(host.address, text)
        host.peer()
        self.assert_ends(program, "done\n", say="done\n")
        self.assertEqual(host.peers, [])


if __name__ == "__main__":
    unittest.main()
