"""Asked to stop, a traced process does what it does on Ctrl-C and `kill`."""

import signal
import textwrap
import unittest

from support.control_host import ControlCase
from support.programs import TIMEOUT_SECONDS

# Where the main thread waits when the signal comes, and what it says when KeyboardInterrupt gets it out of there.
WAITS = {
    "a lock": "import threading; lock = threading.Lock(); lock.acquire(); ready(); lock.acquire()",
    "an rlock of another thread": """
import threading
lock = threading.RLock()
def take():
    lock.acquire(); taken.set(); threading.Event().wait()
taken = threading.Event()
threading.Thread(target=take, daemon=True).start(); taken.wait()
ready(); lock.acquire()""",
    "an event": "import threading; ready(); threading.Event().wait()",
    "a queue": "import queue; ready(); queue.Queue().get()",
    "a thread": """
import threading
thread = threading.Thread(target=threading.Event().wait, daemon=True); thread.start()
ready(); thread.join()""",
    "sleep": "import time; ready(); time.sleep(600)",
    "a read": "import os; end, other = os.pipe(); ready(); os.read(end, 1)",
    "a select": "import select; ready(); select.select([], [], [])",
    "a computation": "ready()\nwhile True: pass",
    "asyncio": """
import asyncio
async def main():
    ready()
    await asyncio.Event().wait()
asyncio.run(main())""",
}


class Stop(ControlCase):
    def asked_to_stop(self, text, *signals):
        """Run the program; when it says `ready()`, ask it to stop with each signal. Returns (answers, how it ended)."""
        host = self.host()
        program = self.start(host.address, "def ready(): print('ready', flush=True)\n" + text)
        peer = host.peer()
        self.assertEqual(program.stdout.readline(), "ready\n")
        answers = []
        for number, name in enumerate(signals, 1):
            peer.stop(name, number)
            answers.append(peer.message())
        out, err = program.communicate(timeout=TIMEOUT_SECONDS)
        return answers, (program.returncode, out, err)

    def test_interrupts_whatever_the_main_thread_waits_in(self):
        for what, text in WAITS.items():
            with self.subTest(what=what):
                text = "try:\n%s\nexcept KeyboardInterrupt:\n    print('interrupted')" % textwrap.indent(text, "    ")
                answers, ended = self.asked_to_stop(text, "SIGINT")
                self.assertEqual(answers, [{"done": 1}])
                self.assertEqual(ended, (0, "interrupted\n", ""))

    def test_ends_a_program_that_does_not_care_as_ctrl_c_does(self):
        _, (code, _, err) = self.asked_to_stop("import time; ready(); time.sleep(600)", "SIGINT")
        self.assertEqual(code, -signal.SIGINT)
        self.assertTrue(err.endswith("\nKeyboardInterrupt\n"), err)

    def test_reaches_the_handler_that_the_program_installed_in_its_main_thread(self):
        text = """
        import os, signal, threading, time
        def handler(number, frame):
            os.write(1, b"%d %r\\n" % (number, threading.current_thread() is threading.main_thread()))
            if number == signal.SIGTERM: os._exit(7)
        for number in (signal.SIGINT, signal.SIGTERM): signal.signal(number, handler)
        ready()
        while True: time.sleep(600)
        """
        answers, ended = self.asked_to_stop(textwrap.dedent(text), "SIGINT", "SIGTERM")
        self.assertEqual(answers, [{"done": 1}, {"done": 2}])
        self.assertEqual(ended, (7, "%d True\n%d True\n" % (signal.SIGINT, signal.SIGTERM), ""))

    def test_what_the_program_ignores_or_waits_for_itself(self):
        text = """
        import signal
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
        ready()
        print(signal.sigwait([signal.SIGTERM]) == signal.SIGTERM)
        """
        answers, ended = self.asked_to_stop(textwrap.dedent(text), "SIGINT", "SIGTERM")
        self.assertEqual(answers, [{"done": 1}, {"done": 2}])
        self.assertEqual(ended, (0, "True\n", ""))

    def test_answers_before_it_is_killed(self):
        answers, (code, _, _) = self.asked_to_stop("import time; ready(); time.sleep(600)", "SIGKILL")
        self.assertEqual((answers, code), ([{"done": 1}], -signal.SIGKILL))

    def test_refuses_other_signals(self):
        host = self.host()
        program = self.start(host.address, "input()")
        peer = host.peer()
        for number, name in enumerate(("SIGSTOP", "SIGSEGV", "INT", 2), 1):
            peer.stop(name, number)
            self.assertEqual(peer.message(), {"refused": number, "reason": "unknown signal"})
        self.assert_ends(program)

    def test_a_deadlocked_child_of_a_pool(self):
        text = """
        import multiprocessing, threading
        def work(end):
            lock = threading.Lock()
            lock.acquire()
            end.send("ready")
            try: lock.acquire()
            except KeyboardInterrupt: end.send("interrupted")
        mine, other = multiprocessing.Pipe()
        process = multiprocessing.get_context("fork").Process(target=work, args=(other,))
        process.start()
        print(mine.recv(), flush=True)
        print(mine.recv(), flush=True)
        process.join()
        """
        host = self.host()
        program = self.start(host.address, text)
        peers = [host.peer(), host.peer()]
        self.assertEqual(program.stdout.readline(), "ready\n")
        [child] = [peer for peer in peers if peer.hello["pid"] != program.pid]
        child.stop()
        self.assert_ends(program, "interrupted\n")


if __name__ == "__main__":
    unittest.main()
