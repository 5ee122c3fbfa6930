"""multiprocessing behaves as without us, with each way to start: output, exit codes, names, errors, what is inherited."""

import os
import re
import signal
import sys
import unittest

from support.programs import Workshop

HAS_FORK = hasattr(os, "fork")

PROGRAM = """
import multiprocessing, os, signal, sys, threading, time, warnings
warnings.simplefilter("error")
if sys.version_info >= (3, 12): warnings.filterwarnings("ignore", "This process")

class Worker(multiprocessing.get_context(sys.argv[1]).Process):
    def run(self):
        print(self.name, type(self).__name__, self.daemon, flush=True)

def tell(*words):
    print(*words, flush=True)

def world(queue):
    process = multiprocessing.current_process()
    tell(process.name, process.daemon, process._identity, multiprocessing.parent_process().name)
    tell(sorted(name for name in sys.modules if "raceway" in name and not name.startswith("_raceway")))
    tell([thread.name for thread in threading.enumerate()], threading.active_count())
    tell(sys.argv[1:], __name__, [signal.getsignal(s) for s in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD)])
    tell(sorted(signal.pthread_sigmask(signal.SIG_BLOCK, [])), multiprocessing.active_children())
    queue.put([1, "two"])

def fails():
    try:
        {}["missing"]
    except KeyError:
        raise ValueError("of the program")

def leaves(how):
    if how == "text": sys.exit("a last word")
    if how == "number": sys.exit(7)
    if how == "nothing": sys.exit()
    if how == "at once": os._exit(9)
    if how == "killed": os.kill(os.getpid(), signal.SIGKILL)
    if how == "interrupt": raise KeyboardInterrupt

def sleeps(gate):
    gate.set()
    time.sleep(1000)

def square(number):
    if number == 3: raise ArithmeticError("three")
    return number * number

def nests(context):
    inner = context.Process(target=tell, args=("inner",))
    inner.start()
    inner.join()
    tell("nested", inner.exitcode, inner.name)

def has_threads():
    thread = threading.Thread(target=lambda: tell("a thread that the process waits for"))
    thread.start()

if __name__ == "__main__":
    context = multiprocessing.get_context(sys.argv[1])
    queue = context.Queue()
    child = context.Process(target=world, args=(queue,), name="named", daemon=True)
    tell(repr(child), child.exitcode, child.is_alive(), child.pid)
    child.start()
    tell(queue.get())
    child.join()
    tell(repr(child), child.exitcode, child.is_alive())
    child = Worker()
    child.start()
    child.join()
    for how in ("text", "number", "nothing", "at once", "killed", "interrupt"):
        child = context.Process(target=leaves, args=(how,))
        child.start()
        child.join()
        tell(how, child.exitcode)
    child = context.Process(target=fails)
    child.start()
    child.join()
    tell(child.exitcode)
    gate = context.Event()
    child = context.Process(target=sleeps, args=(gate,))
    child.start()
    gate.wait()
    tell(child.join(0.01), child.exitcode, child.is_alive(), multiprocessing.active_children() == [child])
    try: child.close()
    except ValueError as error: tell(error)
    child.terminate()
    child.join()
    tell(child.exitcode, multiprocessing.active_children())
    for wrong in (lambda: child.start(), lambda: context.Process(target=tell).join()):
        try: wrong()
        except AssertionError as error: tell(error)
    child.close()
    try: child.join()
    except ValueError as error: tell(error)
    with context.Pool(2) as pool:
        try: pool.map(square, range(5))
        except ArithmeticError as error: tell(repr(error), type(error.__cause__).__name__)
        tell(pool.map(square, [1, 2, 4]))
    for target, args in ((nests, (context,)), (has_threads, ())):
        child = context.Process(target=target, args=args)
        child.start()
        child.join()
    if sys.argv[1] != "fork":
        try: context.Process(target=lambda: 0).start()
        except Exception as error: tell(type(error).__name__)
    context.Process(target=tell, args=("one that nobody joins",)).start()
"""


class SameBehaviour(unittest.TestCase):
    maxDiff = None

    def assert_same(self, method):
        workshop = Workshop()
        self.addCleanup(workshop.close)
        script = workshop.write("program.py", PROGRAM)
        plain, traced = [
            [
                [re.sub(r"(pid|parent)=\d+", r"\1", line) for line in text.splitlines()]
                if isinstance(text, str)
                else text
                for text in run(script, method).comparable()
            ]
            for run in (workshop.untraced, workshop.traced)
        ]
        self.assertEqual(traced, plain)
        self.assertEqual(plain[0], 0)
        self.assertIn("inner", plain[1])
        recording = workshop.recording()
        self.assertEqual([process.rows("note") for process in recording.processes if process.rows("note")], [])
        rows = [row for process in recording.processes for row in process.meta]
        told = [row["pid"] for row in rows if row["k"] == "child"]
        ends = {row["pid"]: row["exitCode"] for row in rows if row["k"] == "childEnd"}
        recorded = {process.about["pid"] for process in recording.processes[1:]}
        self.assertEqual(len(told), len(set(told)))
        self.assertEqual(recorded - set(told), set())
        # Pool.terminate may meet a worker that has not begun yet.
        self.assertEqual({ends[pid] for pid in set(told) - recorded} - {-signal.SIGTERM}, set())

    @unittest.skipUnless(HAS_FORK, "no fork on this system")
    def test_fork(self):
        self.assert_same("fork")

    @unittest.skipUnless(sys.platform != "win32", "the program uses signals of POSIX")
    def test_spawn(self):
        self.assert_same("spawn")

    @unittest.skipUnless(HAS_FORK, "no fork on this system")
    def test_fork_server(self):
        self.assert_same("forkserver")


if __name__ == "__main__":
    unittest.main()
