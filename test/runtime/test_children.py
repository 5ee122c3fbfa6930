"""Processes that a program starts with multiprocessing and the os module: each told of, each wait recorded, each end known."""

import os
import sys
import textwrap
import unittest

from support.children import ChildrenCase

HAS_FORK = hasattr(os, "fork")
LONG = int(os.environ.get("RACEWAY_LONG", "0"))

STARTS = """
import multiprocessing, sys, os, signal
def work(how):
    if how == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if how == "at once":
        os._exit(5)
    sys.exit(3)
def hold(gate):
    with gate: pass
def family():
    inner = multiprocessing.get_context({method!r}).Process(target=work, args=("plain",), name="grandchild")
    inner.start()
    inner.join()
if __name__ == "__main__":
    context = multiprocessing.get_context({method!r})
    gate = context.Lock()
    gate.acquire()
    child = context.Process(target=hold, args=(gate,), name="late")
    child.start()
    child.join(0.001)                      # line 21
    print(child.exitcode)
    gate.release()
    child.join()                           # line 24
    child.join()
    for how in ("plain", "at once", "killed"):
        child = context.Process(target=work, args=(how,), name=how)
        child.start()
        child.join()                       # line 29
        print(child.exitcode)
    child = context.Process(target=family, name="family")
    child.start()
    child.join()                           # line 33
"""


class StartsOfMultiprocessing(ChildrenCase):
    def assert_told(self, method):
        recording = self.trace(STARTS.format(method=method))
        self.assertEqual(self.out, ["None", "3", "5", "-9"])
        main = recording.processes[0]
        names = ["late", "plain", "at once", "killed", "family"]
        self.assertEqual(self.children(main), [(method, name, None) for name in names])
        self.assertEqual(self.exit_codes(main), [0, 3, 5, -9, 0])
        waits = self.waits(main)
        self.assertEqual(waits[0], ("late", "timed out", 21))
        # Who is joined after its end is not waited for, and how soon a child ends is its own affair.
        self.assertEqual([wait for wait in waits[1:] if wait[1] != "got" or wait[2] not in (24, 29, 33)], [])
        self.assert_each_is_recorded_and_has_its_end(recording, method)

    def assert_each_is_recorded_and_has_its_end(self, recording, method):
        """The fork server and the resource tracker are neither children nor recorded."""
        told = {row["pid"]: row for process in recording.processes for row in process.rows("child")}
        self.assertEqual(set(told), {process.about["pid"] for process in recording.processes[1:]})
        self.assertEqual([process.about["startMethod"] for process in recording.processes], ["main"] + [method] * 6)
        for process in recording.processes[1:]:
            is_killed = told[process.about["pid"]]["name"] == "killed"
            self.assertEqual(process.main_lane()[-1].kind == "LANE_END", not is_killed)
            self.assertEqual(len(process.rows("end")), int(not is_killed))
        (grandparent,) = [process for process in recording.processes[1:] if process.rows("child")]
        self.assertEqual(told[grandparent.about["pid"]]["name"], "family")
        self.assertEqual(self.children(grandparent), [(method, "grandchild", None)])
        self.assertEqual(self.exit_codes(grandparent), [3])

    @unittest.skipUnless(HAS_FORK, "no fork on this system")
    def test_fork(self):
        self.assert_told("fork")

    def test_spawn(self):
        self.assert_told("spawn")

    @unittest.skipUnless(HAS_FORK, "no fork on this system")
    def test_fork_server(self):
        self.assert_told("forkserver")

    def test_children_that_the_run_does_not_want(self):
        recording = self.trace(STARTS.format(method="spawn"), children="none")
        self.assertEqual(len(recording.processes), 1)
        reasons = {reason for _, _, reason in self.children(recording.processes[0])}
        self.assertEqual(reasons, {"children are not traced in this run"})
        self.assertEqual(self.exit_codes(recording.processes[0]), [0, 3, 5, -9, 0])


@unittest.skipUnless(HAS_FORK, "no fork on this system")
class StartsOfTheOsModule(ChildrenCase):
    def test_fork_in_a_thread_and_while_locks_are_held(self):
        recording = self.trace("""
            import os, threading, warnings
            warnings.simplefilter("ignore")
            lock, other = threading.Lock(), threading.RLock()
            def work():
                with lock, other:
                    pid = os.fork()                    # line 7
                    if pid == 0:
                        with other: pass
                        os._exit(4)
                os.waitpid(pid, 0)                     # line 11
            thread = threading.Thread(target=work, name="forker")
            thread.start()
            thread.join()
        """)
        main, child = recording.processes
        self.assertEqual(self.children(main), [("fork", "", None)])
        self.assertEqual(self.exit_codes(main), [4])
        (row,) = main.rows("child")
        (forker,) = [lane["id"] for lane in main.rows("lane") if lane["name"] == "forker"]
        self.assertEqual(row["lane"], forker)
        (code,) = [code for code in main.rows("code") if code["id"] == row["code"]]
        self.assertEqual(code["name"], "work")
        self.assertLessEqual(set(self.waits(main, forker)), {("child", "got", 11)})
        self.assertEqual(child.main_lane()[-1].kind, "LANE_END")
        self.assertEqual(len(child.rows("end")), 1)

    def test_spawned_programs(self):
        recording = self.trace("""
            import os, sys
            shell = ["sh", "-c", "exit 8"]
            print(os.spawnv(os.P_WAIT, "/bin/sh", shell))
            print(os.waitpid(os.spawnvpe(os.P_NOWAIT, "sh", shell, {"PATH": os.environ["PATH"]}), 0)[1] >> 8)
            print(os.waitpid(os.posix_spawn("/bin/sh", shell, os.environ), 0)[1] >> 8)
            print(os.waitpid(os.posix_spawnp(sys.executable, [sys.executable, "-c", "exit(8)"], {}), 0)[1] >> 8)
            print(os.system("exit 9") >> 8)
        """)
        self.assertEqual(self.out, ["8", "8", "8", "8", "9"])
        other = ("subprocess", "sh", "not a Python program")
        python = ("subprocess", os.path.basename(sys.executable))
        (main,) = recording.processes
        self.assertEqual(self.children(main)[:3], [other] * 3)
        self.assertEqual(self.children(main)[3][:2], python)
        self.assertIn("its environment lacks", self.children(main)[3][2])
        self.assertEqual(self.exit_codes(main), [8] * 4)
        self.assertIn(("child", "got", 8), self.waits(main), "os.system")
        self.assertEqual([row["argv"] for row in main.rows("child")][0], ["sh", "-c", "…"])

    def test_what_an_exec_becomes_is_the_same_child(self):
        recording = self.trace("""
            import os, sys
            pid = os.fork()
            if pid == 0:
                os.execv(sys.executable, [sys.executable, "-c", "import os; os._exit(6)"])
            os.waitpid(pid, 0)
        """)
        self.assertEqual(recording.start_methods, ["main", "fork", "subprocess"])
        self.assertEqual(len({process.about["pid"] for process in recording.processes[1:]}), 1)
        self.assertEqual(self.exit_codes(recording.processes[0]), [6])
        self.assertEqual(len(recording.processes[2].rows("end")), 1)

    def test_who_execs_at_once_takes_no_exit_code_with_it(self):
        recording = self.trace("""
            import os, sys
            for code in 3, 4:
                pid = os.fork()
                if pid == 0:
                    os._exit(code)
                os.waitpid(pid, 0)
            for call in os.execv, os.execvp:
                try:
                    call("no such program", ["x"])
                except OSError as error:
                    print(type(error).__name__, flush=True)
            os.execl(sys.executable, sys.executable, "-S", "-c", "import signal; print(signal.pthread_sigmask(0, ()))")
        """)
        self.assertEqual(self.out, ["FileNotFoundError", "FileNotFoundError", "set()"])
        self.assertEqual(self.exit_codes(recording.processes[0]), [3, 4])


@unittest.skipUnless(hasattr(os, "WNOHANG"), "no waitpid on this system")
class Waits(ChildrenCase):
    WAITERS = """
        import os
        def child(code):
            read, write = os.pipe()
            pid = os.fork()
            if pid == 0:
                os.close(write)
                os.read(read, 1)
                os._exit(code)
            os.close(read)
            return pid, write
    """

    def trace(self, text, **options):
        return super().trace(textwrap.dedent(self.WAITERS) + textwrap.dedent(text), **options)

    def test_asking_is_no_wait(self):
        recording = self.trace("""
            pid, gate = child(3)
            print(os.waitpid(pid, os.WNOHANG), os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG))
            print(os.wait3(os.WNOHANG)[:2], os.wait4(pid, options=os.WNOHANG)[:2])
            os.close(gate)
            while os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None: pass
            print(os.waitpid(pid, 0)[1] >> 8)
        """)
        self.assertEqual(self.out, ["(0, 0) None", "(0, 0) (0, 0)", "3"])
        self.assertEqual(self.waits(recording.processes[0]), [])
        self.assertEqual(self.exit_codes(recording.processes[0]), [3])

    def test_each_way_to_wait(self):
        recording = self.trace("""
            import threading
            def opened(gate):
                # The wait stands in the recording of the thread that waits: the child cannot end before.
                thread = threading.Timer(0.05, os.close, (gate,))
                thread.start()
            pid, gate = child(1); opened(gate); print(os.waitpid(pid, 0)[1] >> 8)
            pid, gate = child(2); opened(gate); print(os.wait()[1] >> 8)
            pid, gate = child(3); opened(gate); print(os.wait3(0)[1] >> 8)
            pid, gate = child(4); opened(gate); print(os.wait4(pid, 0)[1] >> 8)
            pid, gate = child(5); opened(gate)
            print(os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT).si_status)
            print(os.waitid(os.P_ALL, 0, os.WEXITED).si_status)
        """)
        self.assertEqual(self.out, ["1", "2", "3", "4", "5", "5"])
        main = recording.processes[0]
        self.assertEqual(self.exit_codes(main), [1, 2, 3, 4, 5])
        self.assertEqual({wait[:2] for wait in self.waits(main)}, {("child", "got")})

    def test_stops_are_no_ends(self):
        recording = self.trace("""
            import signal
            pid, gate = child(3)
            os.kill(pid, signal.SIGSTOP)
            print(os.WIFSTOPPED(os.waitpid(pid, os.WUNTRACED)[1]))
            os.kill(pid, signal.SIGCONT)
            print(os.WIFCONTINUED(os.waitpid(pid, os.WCONTINUED)[1]))
            os.kill(pid, signal.SIGTERM)
            print(os.waitpid(pid, 0)[1])
        """)
        self.assertEqual(self.out, ["True", "True", "15"])
        self.assertEqual(self.exit_codes(recording.processes[0]), [-15])

    def test_interrupted(self):
        """An exception of a signal handler ends the wait; the child can still be waited for."""
        recording = self.trace("""
            import signal
            class Enough(Exception): pass
            def handler(*ignored):
                seen.append(1)
                if len(seen) == 5: raise Enough
            seen = []
            signal.signal(signal.SIGALRM, handler)
            pid, gate = child(3)
            signal.setitimer(signal.ITIMER_REAL, 0.02, 0.02)
            try:
                os.waitpid(pid, 0)
            except Enough as error:
                trace = error.__traceback__
                while trace:
                    print(trace.tb_frame.f_code.co_name)
                    trace = trace.tb_next
            signal.setitimer(signal.ITIMER_REAL, 0)
            os.close(gate)
            print(os.waitpid(pid, 0)[1] >> 8)
        """)
        self.assertEqual(self.out[-2:], ["handler", "3"])
        main = recording.processes[0]
        self.assertEqual(self.exit_codes(main), [3])
        self.assertEqual([wait[:2] for wait in self.waits(main)][0], ("child", "exception"))

    def test_errors_and_looks_are_the_native_ones(self):
        text = """
            import copy, inspect, pickle
            for name in ("waitpid", "wait", "wait3", "wait4", "waitid", "system", "posix_spawn", "_exit"):
                function = getattr(os, name)
                print(function, function.__name__, function.__qualname__, function.__module__, function.__doc__)
                print(pickle.loads(pickle.dumps(function)) is function, copy.deepcopy(function) is function)
                try: print(inspect.signature(function))
                except ValueError as error: print(error)
                class Holder: method = function
                for arguments in (("x",), (1, 2, 3, 4), (1.5, 0), (-2 ** 70, 0), (99999999, 0), ()):
                    if name == "wait" and arguments or name not in ("wait", "system"):
                        try: Holder().method(*arguments)
                        except Exception as error: print(type(error).__name__, error)
        """
        path = self.workshop.write("looks.py", textwrap.dedent(self.WAITERS) + textwrap.dedent(text))
        plain, traced = self.workshop.untraced(path), self.workshop.traced(path)
        self.assertEqual(traced, plain)
        self.assertEqual(plain.code, 0, plain.err)


@unittest.skipUnless(HAS_FORK, "no fork on this system")
class OutlivingTheRun(ChildrenCase):
    def test_a_daemon_stops_being_traced(self):
        """It goes on without us: no thread of ours is left in it, and nothing more is recorded."""
        recording = self.trace("""
            import os, threading, time
            tasks = "/proc/self/task"
            if os.fork() == 0:
                run = os.environ["RACEWAY_RECORDING"] + "/run.json"
                text = open(run).read()
                open(run, "w").write(text.replace("true", "false"))
                while os.path.isdir(tasks) and len(os.listdir(tasks)) > 1: time.sleep(0.01)
                for _ in range(100): threading.Event().set()
                if os.fork() == 0:
                    print("grandchild", flush=True)
                    os._exit(0)
                os.wait()
                print("daemon", flush=True)
                os._exit(0)
            os.wait()
        """)
        self.assertEqual(self.out, ["grandchild", "daemon"])
        self.assertEqual(recording.start_methods, ["main", "fork"])
        self.assertEqual(recording.processes[1].rows("end"), [])


class ManyChildren(ChildrenCase):
    @unittest.skipUnless(HAS_FORK, "no fork on this system")
    def test_totals(self):
        """50 where there is time."""
        count = 50 if LONG else 6
        recording = self.trace(
            """
            import multiprocessing, threading
            lock = threading.Lock()
            def work(n):
                for _ in range(n):
                    with lock: pass
            if __name__ == "__main__":
                context = multiprocessing.get_context("fork")
                children = [context.Process(target=work, args=(n,)) for n in range(%d)]
                for child in children: child.start()
                for child in children: child.join()
            """
            % count
        )
        self.assertEqual(self.exit_codes(recording.processes[0]), [0] * count)
        holds = [sum(r.kind == "HOLD" for r in process.main_lane()) for process in recording.processes[1:]]
        self.assertEqual(sorted(holds), list(range(count)))


if __name__ == "__main__":
    unittest.main()
