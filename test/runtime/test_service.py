"""The one thread of ours: it beats, and neither forks nor signals nor the end of the program notice it."""

import os
import sys
import textwrap
import threading
import unittest

from support.programs import RUNTIME, Workshop

sys.path.insert(0, RUNTIME)
from _raceway.service import Service, _Run  # noqa: E402

sys.path.remove(RUNTIME)

HAS_FORK = hasattr(os, "fork")

# Waits until the heartbeat in the process's own first segment has changed twice: the thread is alive.
AWAIT_BEATS = """
import glob, os, struct, time
def beats():
    path, = glob.glob(os.environ["RACEWAY_RECORDING"] + "/process-%d-*/0.seg" % os.getpid())
    with open(path, "rb") as segment:
        return struct.unpack_from("<q", segment.read(40), 32)[0]
def await_beats():
    deadline = time.monotonic() + 30
    for _ in range(2):
        before = beats()
        while beats() == before:
            assert time.monotonic() < deadline, "no heartbeat: " + service_state()
            time.sleep(0.005)
def service_state():
    from _raceway import bootstrap, recorder
    service, run = bootstrap._service, bootstrap._service.run
    with open(recorder.folder + "/meta.jsonl") as rows:
        notes = [row for row in rows if '"note"' in row]
    return repr([run and vars(run), service.duties, service.gate.locked(), recorder.active, bootstrap._finished, notes])
"""


class Programs(unittest.TestCase):
    def setUp(self):
        self.workshop = Workshop()
        self.addCleanup(self.workshop.close)

    def assert_runs(self, text, *options, out=None):
        """Run the program traced; its asserts are the test, and it must be silent on stderr."""
        path = self.workshop.write("program.py", AWAIT_BEATS + textwrap.dedent(text))
        outcome = self.workshop.traced(*options, path)
        self.assertEqual((outcome.code, outcome.err), (0, ""))
        if out is not None:
            self.assertEqual(outcome.out, out)


class Beats(Programs):
    def test_without_any_activity_of_the_program(self):
        self.assert_runs("await_beats()")

    @unittest.skipUnless(hasattr(sys, "monitoring") and HAS_FORK, "sys.monitoring is new in 3.12")
    def test_out_of_sight_of_tools_that_watch_calls(self):
        self.assert_runs("""
        import sys, threading
        monitoring, main, others, ended = sys.monitoring, threading.get_ident(), [], []
        def see(code, *rest):
            if threading.get_ident() != main: others.append(code.co_qualname)
        def look():
            await_beats()
            assert [monitoring.get_tool(tool) for tool in range(6)] == [None, None, "test", None, None, None]
            assert others == ended, others
        await_beats()  # it may just have become no tool any more
        monitoring.use_tool_id(monitoring.PROFILER_ID, "test")
        kinds = monitoring.events.PY_START, monitoring.events.PY_RETURN, monitoring.events.CALL, monitoring.events.C_RETURN
        for kind in kinds: monitoring.register_callback(monitoring.PROFILER_ID, kind, see)
        monitoring.set_events(monitoring.PROFILER_ID, sum(kinds[:3]))
        look()
        child = os.fork()
        ended = ["_begin"]  # its return
        look()
        if child == 0: os._exit(0)
        assert os.waitpid(child, 0)[1] == 0
        """)

    def test_while_a_thread_computes(self):
        self.assert_runs("""
            import threading
            stop = []
            def compute():
                while not stop: sum(range(1000))
            thread = threading.Thread(target=compute); thread.start()
            await_beats()
            stop.append(1); thread.join()
        """)

    def test_is_in_no_list_of_threads(self):
        self.assert_runs("""
            import threading
            await_beats()
            assert threading.enumerate() == [threading.main_thread()] and threading.active_count() == 1
            assert list(threading._active) == [threading.get_ident()]
        """)

    def test_is_no_frame_among_those_of_the_threads(self):
        self.assert_runs("""
            import pickle, sys, threading
            def asks():
                return sys._current_frames()
            await_beats()
            here = threading.get_ident()
            frames = asks()
            assert list(frames) == [here] and frames[here].f_code is asks.__code__, frames
            assert [len(called()) for called in (sys._current_frames,)] == [1]
            if hasattr(sys, "_current_exceptions"):
                assert list(sys._current_exceptions()) == [here]
            assert pickle.loads(pickle.dumps(sys._current_frames)) is sys._current_frames
            try:
                sys._current_frames(1)
            except TypeError as error:
                assert "_current_frames() takes no arguments (1 given)" in str(error), error
        """)

    @unittest.skipUnless(HAS_FORK, "no fork on this system")
    def test_is_no_frame_in_a_forked_child_either(self):
        text = """
            import sys, threading
            done = threading.Event()
            thread = threading.Thread(target=done.wait); thread.start()
            pid = os.fork()
            if pid == 0:
                await_beats()
                os._exit(len(sys._current_frames()))
            done.set()
            assert os.waitpid(pid, 0)[1] >> 8 == 1
        """
        self.assert_runs(text, "-W", "ignore")  # 3.12 warns of the program's own thread


# Not `error`: os.fork() drops the exception that its warning then becomes, and the test could not fail.
WARN = ("-W", "always")


@unittest.skipUnless(HAS_FORK, "no fork on this system")
class Forks(Programs):
    def test_twenty_forks_without_a_warning_and_the_beat_goes_on(self):
        self.assert_runs(
            """
            for _ in range(20):
                pid = os.fork()
                if pid == 0:
                    os._exit(0)
                assert os.waitpid(pid, 0)[1] == 0
            await_beats()
            """,
            *WARN,
        )

    def test_no_warning_where_others_have_hooks_in_python_too(self):
        self.assert_runs(
            """
            import logging  # has such hooks itself
            calls = []
            for _ in range(3):
                os.register_at_fork(after_in_parent=lambda: calls.append([str(n) for n in range(50)]))
            for _ in range(20):
                pid = os.fork()
                if pid == 0:
                    os._exit(0)
                assert os.waitpid(pid, 0)[1] == 0
            assert len(calls) == 60
            await_beats()
            """,
            *WARN,
        )

    def test_fork_in_a_child_and_beats_in_all_generations(self):
        self.assert_runs(
            """
            def descend(generations):
                pid = os.fork() if generations else None
                if pid == 0:
                    descend(generations - 1)
                    os._exit(0)
                if pid is not None:
                    assert os.waitpid(pid, 0)[1] == 0
                await_beats()
            descend(3)
            """,
            *WARN,
        )

    @unittest.skipIf(sys.version_info < (3, 12), "the warning came with 3.12")
    def test_a_warning_that_is_the_programs_own_stays(self):
        text = """
            import os, threading
            done = threading.Event()
            thread = threading.Thread(target=done.wait); thread.start()
            pid = os.fork()
            if pid == 0: os._exit(0)
            os.waitpid(pid, 0); done.set()
        """
        path = self.workshop.write("program.py", textwrap.dedent(text))
        for run in (self.workshop.untraced, self.workshop.traced):
            self.assertIn("multi-threaded", run(path).err)

    def test_forks_of_many_threads_at_once(self):
        self.assert_runs("""
            import threading, warnings
            warnings.simplefilter("ignore")
            def work():
                for _ in range(5):
                    pid = os.fork()
                    if pid == 0: os._exit(0)
                    assert os.waitpid(pid, 0)[1] == 0
            threads = [threading.Thread(target=work) for _ in range(4)]
            for thread in threads: thread.start()
            for thread in threads: thread.join()
            await_beats()
            if os.path.isdir("/proc/self/task"):
                assert len(os.listdir("/proc/self/task")) == 2
        """)

    def test_subprocess_with_a_function_between_fork_and_exec(self):
        self.assert_runs(
            """
            import subprocess
            for _ in range(3):
                subprocess.run(["true"], check=True, preexec_fn=os.getpid)
            await_beats()
            """,
        )

    @unittest.skipIf(sys.version_info < (3, 10), "interrupt_main takes no signal number: docs/limits.md")
    def test_what_signal_handlers_raise_around_a_fork_reaches_the_program(self):
        """The signal comes while our hook before the fork works, or from the child as early as it can send it."""
        self.assert_runs("""
            import signal
            from _raceway import service
            def handler(number, frame): raise KeyError(number)
            signal.signal(signal.SIGUSR1, handler)
            parent, tell_to_end, sender = os.getpid(), service._Run.tell_to_end, None
            def signal_and_tell_to_end(run):
                if sender == "hook": os.kill(parent, signal.SIGUSR1)
                tell_to_end(run)
            service._Run.tell_to_end = signal_and_tell_to_end
            def be_born():
                if sender == "child": os.kill(parent, signal.SIGUSR1)
                os._exit(0)
            os.register_at_fork(after_in_child=be_born)
            for sender in ["hook"] * 50 + ["child"] * 100:
                try:
                    os.fork()
                    time.sleep(30)
                except KeyError:
                    pass
                else:
                    raise AssertionError("lost, sent by the %s" % sender)
                os.wait()
            sender = None
            await_beats()
        """)

    @unittest.skipIf(sys.version_info < (3, 10), "interrupt_main takes no signal number: docs/limits.md")
    def test_handlers_of_the_program_stay(self):
        self.assert_runs("""
            import signal, warnings
            warnings.simplefilter("ignore")  # with both signals taken, 3.13 counts our thread
            numbers = [signal.SIGURG, signal.SIGWINCH]
            def mine(number, frame): raise AssertionError("nobody sent it")
            for handlers in ((signal.SIG_DFL, signal.SIG_IGN), (mine, signal.SIG_DFL), (mine, mine)):
                for number, handler in zip(numbers, handlers): signal.signal(number, handler)
                pid = os.fork()
                assert tuple(map(signal.getsignal, numbers)) == handlers
                if pid == 0: os._exit(0)
                assert os.waitpid(pid, 0)[1] == 0
                assert signal.pthread_sigmask(signal.SIG_BLOCK, []) == set()
            await_beats()
        """)


class Signals(Programs):
    @unittest.skipUnless(hasattr(os, "kill") and HAS_FORK, "no such signals on this system")
    def test_a_signal_that_the_program_blocks_waits_for_the_program(self):
        """Without its mask our thread would receive it, and its default action would end the process."""
        self.assert_runs("""
            import signal
            await_beats()
            for number in (signal.SIGUSR1, signal.SIGTERM, signal.SIGINT):
                signal.pthread_sigmask(signal.SIG_BLOCK, [number])
                os.kill(os.getpid(), number)
                assert signal.sigwait([number]) == number
        """)


class Ends(Programs):
    def test_the_thread_is_gone_after_the_exit_handlers_and_the_lane_is_closed(self):
        self.assert_runs("await_beats()")
        (process,) = self.workshop.recording().processes
        self.assertEqual(process.main_lane()[-1].kind, "LANE_END")
        self.assertEqual(len(process.rows("end")), 1)
        self.assertGreaterEqual(process.segments[0][4], process.main_lane()[-1].t0)

    def test_exit_in_the_middle_of_a_beat(self):
        """Many short programs end at all phases of the thread's life: none crashes, hangs or prints."""
        for i in range(12):
            with self.subTest(i=i):
                self.assert_runs("time.sleep(%f)" % (i * 0.0049))


class Duties(unittest.TestCase):
    def setUp(self):
        self.reports = []
        self.service = Service(lambda about, error: self.reports.append((about, str(error))))
        self.addCleanup(self.service.stop)

    def test_a_duty_that_raises_is_dropped_and_the_others_go_on(self):
        def broken():
            raise ValueError("no")

        count, enough = [], threading.Event()

        def duty():
            count.append(1)
            if len(count) == 5:
                enough.set()

        self.service.every(1_000_000, broken, "broken")
        self.service.every(1_000_000, duty, "duty")
        self.service.start()
        self.assertTrue(enough.wait(30))
        self.assertEqual(self.reports, [("broken", "no")])

    def test_a_suspended_machine_is_not_followed_by_a_burst(self):
        calls = []
        self.service.every(1_000_000, lambda: calls.append(1), "duty")
        self.service.duties[0][0] -= 10_000_000_000
        run = _Run(self.service)
        run._do_what_is_due()
        run._do_what_is_due()
        self.assertLessEqual(len(calls), 2)

    def test_start_and_stop_from_many_threads_leave_one_run_at_most(self):
        def work():
            for _ in range(20):
                self.service.start()
                self.service.stop()

        threads = [threading.Thread(target=work) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.service.stop()
        self.assertTrue(self.service.run.is_told_to_end)
        self.assertEqual(self.reports, [])

    def test_no_thread_to_be_had(self):
        import _raceway.service as module

        def refuse(*ignored):
            raise RuntimeError("can't start new thread")

        original, module.start_new_thread = module.start_new_thread, refuse
        try:
            self.service.start()
        finally:
            module.start_new_thread = original
        self.assertEqual(self.reports, [("service", "can't start new thread")])
        self.service.stop()


if __name__ == "__main__":
    unittest.main()
