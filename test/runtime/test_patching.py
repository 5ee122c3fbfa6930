"""Weaving hooks into functions of the standard library: runtime/_raceway/patching.py."""

import ctypes
import inspect
import queue
import sys
import threading
import traceback
import unittest

from support.inprocess import RUNTIME, InProcessRecording

sys.path.insert(0, RUNTIME)
from _raceway import patching, recorder  # noqa: E402


def ours(text, **names):
    """Functions as if they were written in the runtime: whose fault an error is goes by the file of the innermost frame."""
    exec(compile(text, patching.OURS + "instruments/for_a_test.py", "exec"), names)
    return names


class WeavingCase(unittest.TestCase):
    def setUp(self):
        self.instrument = patching.Instrument("for a test")
        self.addCleanup(self.instrument.withdraw)
        self.calls = []
        self.notes = []
        self.addCleanup(setattr, recorder, "note", recorder.note)
        recorder.note = lambda *note: self.notes.append(note)
        self.instrument.hook(self.called)

    def called(self, *arguments):
        self.calls.append(arguments)


class Weaving(WeavingCase):
    def test_hooks_run_where_they_were_put(self):
        self.instrument.weave(
            threading.Event.wait,
            patching.first("HOOKS.called('first', WAIT)"),
            patching.before("return signaled", "HOOKS.called('before', signaled)"),
            patching.after("signaled = self._flag", "WAIT = 'carried'"),
            patching.finally_("HOOKS.called('finally', WAIT)"),
        )
        event = threading.Event()
        event.set()
        event.wait()
        self.assertEqual(self.calls, [("first", None), ("before", True), ("finally", "carried")])

    def test_a_hook_knows_what_is_about_to_be_returned(self):
        self.instrument.weave(threading.Event.wait, patching.at_return("return signaled", "HOOKS.called(RESULT)"))
        event = threading.Event()
        self.assertFalse(event.wait(0))
        event.set()
        self.assertTrue(event.wait())
        self.assertEqual(self.calls, [(False,), (True,)])

    def test_a_function_that_stands_below_an_if(self):
        from multiprocessing import connection

        line = connection.Pipe.__code__.co_firstlineno
        self.instrument.weave(connection.Pipe, patching.before("return c1, c2", "HOOKS.called(type(c1).__name__)"))
        for end in connection.Pipe():
            end.close()
        self.assertEqual(len(self.calls), 1)
        self.assertEqual(connection.Pipe.__code__.co_firstlineno, line)

    def test_the_function_stays_the_same_to_whoever_looks(self):
        function = queue.Queue.get
        before = (inspect.signature(function), function.__doc__, function.__qualname__, inspect.getsource(function))
        self.instrument.weave(function, patching.first("HOOKS.called()"), patching.on_exception("HOOKS.called()"))
        self.assertIs(queue.Queue.get, function)
        after = (inspect.signature(function), function.__doc__, function.__qualname__, inspect.getsource(function))
        self.assertEqual(before, after)

    def trace_of(self, function):
        with self.assertRaises(Exception) as caught:
            function()
        return traceback.format_exception(type(caught.exception), caught.exception, caught.exception.__traceback__)

    def test_a_traceback_tells_the_same_lines(self):
        q = queue.Queue()

        def fails():
            q.get_nowait()

        before = self.trace_of(fails)
        self.instrument.weave(
            queue.Queue.get,
            patching.first("HOOKS.called()"),
            patching.before("raise Empty", "HOOKS.called()"),
            patching.on_exception("HOOKS.called()"),
        )
        self.assertEqual(self.trace_of(fails), before)
        self.assertEqual(len(self.calls), 3)

    def test_methods_that_use_super_and_setters_of_properties(self):
        self.instrument.weave(threading.BoundedSemaphore.__init__, patching.last("HOOKS.called(value)"))
        self.instrument.weave(threading.Thread.name.fset, patching.last("HOOKS.called(name)"))
        threading.BoundedSemaphore(3)
        threading.Thread().name = "x"
        self.assertEqual(self.calls, [(3,), ("x",)])

    def test_withdrawn_functions_are_the_old_ones(self):
        code = threading.Event.set.__code__
        self.instrument.weave(threading.Event.set, patching.first("HOOKS.called()"))
        self.assertIsNot(threading.Event.set.__code__, code)
        self.instrument.withdraw("because")
        self.assertIs(threading.Event.set.__code__, code)
        self.assertEqual(self.notes, [("for a test", "because")])

    def test_what_does_not_look_as_expected_is_left_alone(self):
        code = threading.Event.set.__code__
        self.instrument.weave_all(
            (threading.Event.clear, patching.first("HOOKS.called()")),
            (threading.Event.set, patching.before("no such line", "HOOKS.called()")),
        )
        self.assertIs(threading.Event.set.__code__, code)
        self.assertIn("no such line", self.notes[0][1])
        threading.Event().clear()
        self.assertEqual(self.calls, [])

    def test_a_function_that_somebody_replaced_is_left_alone(self):
        def stranger(self):
            pass

        stranger.__module__ = "threading"
        with self.assertRaises(patching.NotWeavable):
            patching.woven_code(stranger, self.instrument, (patching.first("HOOKS.called()"),))

    def test_a_library_without_sources_is_left_alone(self):
        self.addCleanup(patching._sources.clear)
        patching._sources.clear()
        self.addCleanup(setattr, threading, "__file__", threading.__file__)
        threading.__file__ = __file__ + ".pyc"
        with self.assertRaisesRegex(patching.NotWeavable, "source"):
            self.instrument.weave(threading.Event.set, patching.first("HOOKS.called()"))


class Faults(WeavingCase):
    """Hooks that raise."""

    def weave(self, hook):
        self.instrument.hook(hook)
        self.instrument.weave(threading.Event.clear, patching.first("HOOKS.%s(self)" % hook.__name__))

    def test_our_own_error_takes_the_instrument_out_and_is_told_once(self):
        code = threading.Event.clear.__code__
        self.weave(ours("def broken(event):\n    return event.no_such_thing")["broken"])
        event = threading.Event()
        event.set()
        event.clear()
        self.assertFalse(event.is_set())
        self.assertIs(threading.Event.clear.__code__, code)
        ((about, text),) = self.notes
        self.assertEqual(about, "for a test")
        self.assertIn("no_such_thing", text)
        self.assertIn("instruments/for_a_test.py:2", text)

    def test_calls_under_way_go_on_without_hooks(self):
        broken = ours("def broken(event):\n    1 / 0")["broken"]
        self.instrument.hook(broken)
        self.instrument.weave(
            threading.Event.wait,
            patching.first("HOOKS.called()"),
            patching.before("signaled = self._cond.wait(", "WAIT = HOOKS.broken(self)"),
            patching.before("return signaled", "HOOKS.called(WAIT)"),
        )
        self.assertFalse(threading.Event().wait(0.001))
        self.assertEqual((self.calls, len(self.notes)), ([()], 1))

    def test_what_a_signal_handler_raises_inside_a_hook_goes_on_without_our_frames(self):
        class Alarm(Exception):
            pass

        def handler(*_):
            raise Alarm

        def strike(*_):
            handler()

        for error, stricken in (
            (Alarm, ours("def broken(event):\n    strike()", strike=strike)["broken"]),
            (KeyboardInterrupt, ours("def broken(event):\n    raise KeyboardInterrupt")["broken"]),
        ):
            instrument = patching.Instrument("for a test")
            instrument.hook(stricken)
            instrument.weave(threading.Event.clear, patching.first("HOOKS.broken(self)"))
            event = threading.Event()
            event.set()
            with self.assertRaises(error) as caught:
                event.clear()
            frames = [entry.filename for entry in traceback.extract_tb(caught.exception.__traceback__)]
            self.assertFalse([name for name in frames if name.startswith(patching.OURS)], frames)
            self.assertTrue(event.is_set())
            self.assertFalse(instrument.withdrawn)
            instrument.withdraw()

    def test_an_exception_that_another_thread_asked_for_goes_on_wherever_it_strikes(self):
        class Stop(Exception):
            pass

        for error in (Stop, ValueError):  # also one that our own code might raise: the asked-for one says nothing
            instrument = patching.Instrument("for a test")
            self.addCleanup(instrument.withdraw)
            text = "def broken(event):\n    ask(me, error)\n    while True: pass"
            me, asked_for = ctypes.c_ulong(threading.get_ident()), ctypes.py_object(error)
            ask = ctypes.pythonapi.PyThreadState_SetAsyncExc
            instrument.hook(ours(text, ask=ask, me=me, error=asked_for)["broken"])
            instrument.weave(threading.Event.clear, patching.first("HOOKS.broken(self)"))
            with self.assertRaises(error):
                threading.Event().clear()
            self.assertFalse(instrument.withdrawn)
            instrument.withdraw()
        self.assertEqual(self.notes, [])

    def test_a_used_up_stack_or_memory_is_the_programs_own_matter(self):
        for text, error in (("broken(event)", RecursionError), ("raise MemoryError('no room')", MemoryError)):
            instrument = patching.Instrument("for a test")
            self.addCleanup(instrument.withdraw)
            instrument.hook(ours("def broken(event):\n    " + text)["broken"])
            instrument.weave(threading.Event.clear, patching.first("HOOKS.broken(self)"))
            with self.assertRaises(error):
                threading.Event().clear()
            self.assertFalse(instrument.withdrawn)
            instrument.withdraw()

    def test_a_note_that_cannot_be_written_now_is_written_later(self):
        recording = InProcessRecording()
        self.addCleanup(recording.close)

        def note(*_):
            raise RecursionError("no room on the stack")

        told, recorder.note = recorder.note, note
        self.instrument.withdraw("because")
        recorder.note = told
        recorder.heartbeat()
        self.assertEqual(self.notes, [("for a test", "because")])
        recorder.heartbeat()
        self.assertEqual(len(self.notes), 1)


if __name__ == "__main__":
    unittest.main()
