"""threading.Event: runtime/_raceway/instruments/events.py."""

import copy
import pickle
import threading
import unittest

from support.instrumented import Helper, InstrumentCase, until


class Interrupt(BaseException):
    """What a signal handler might raise."""


class EventStories(InstrumentCase):
    def test_a_wait_for_an_event_that_is_set_passes_without_waiting(self):
        event = threading.Event()
        event.set()
        self.assertTrue(event.wait())
        self.assertEqual(self.story(event), ["NEW 0", "SET 0 #0", "PASSED 0 #0"])

    def test_two_waiters_are_let_go_by_one_set(self):
        event = threading.Event()
        waiters = [Helper(event.wait) for _ in range(2)]
        until(lambda: len(event._cond._waiters) == 2)
        event.set()
        self.assertEqual([waiter.finish() for waiter in waiters], [True, True])
        for waiter in waiters:
            self.assertEqual(self.story(event, self.lane_of(waiter)), ["WAIT EVENT got", "PASSED 0 #0"])
        self.assertEqual(self.story(event).count("SET 0 #0"), 1)

    def test_a_wait_that_times_out_did_not_pass(self):
        event = threading.Event()
        self.assertFalse(event.wait(0.001))
        self.assertFalse(event.wait(0))
        self.assertEqual(self.story(event), ["NEW 0", "WAIT EVENT timed out", "WAIT EVENT timed out"])

    def test_set_and_clear_are_recorded_each_time(self):
        event = threading.Event()
        event.set()
        event.set()
        event.clear()
        event.clear()
        self.assertEqual(self.story(event), ["NEW 0", "SET 0 #0", "SET 0 #0", "CLEAR 0 #0", "CLEAR 0 #0"])

    def test_what_interrupts_a_wait_ends_it(self):
        event = threading.Event()

        def interrupted(*_):
            raise Interrupt

        event._cond.wait = interrupted
        with self.assertRaises(Interrupt):
            event.wait()
        self.assertEqual(self.story(event), ["NEW 0", "WAIT EVENT exception"])

    def test_the_event_inside_a_thread_is_not_the_programs(self):
        self.assertIsNone(threading.Thread()._started._raceway)
        self.assertIsNone(threading.Timer(1, print).finished._raceway)

    def test_a_subclass_is_named_by_the_line_that_makes_it(self):
        class Named(threading.Event):
            def __init__(self, name):
                super().__init__()
                self.name = name

        def make():
            return Named("x")

        (_, _, site) = self.records(self.number(make()))[0]
        known = {
            self.recorder.tables.known.get(id(make.__code__)),
            self.recorder.tables.known.get(id(Named.__init__.__code__)),
        }
        self.assertIn(site >> 32 << 32, known)
        self.assertEqual(site >> 32 << 32, self.recorder.tables.known[id(make.__code__)])

    def test_a_subclass_that_guards_its_attributes(self):
        class Guarded(threading.Event):
            def __setattr__(self, name, value):
                if name not in ("_cond", "_flag"):
                    raise AttributeError(name)
                super().__setattr__(name, value)

        event = Guarded()
        event.set()
        self.assertEqual(self.story(event), ["NEW 0", "SET 0 #0"])

    def test_a_copy_does_not_carry_our_mark(self):
        event = threading.Event()
        self.assertIsNone(pickle.loads(pickle.dumps(event._raceway)))
        self.assertIsNone(copy.deepcopy(event._raceway))

    def test_after_the_budget_only_totals_are_kept(self):
        event = threading.Event()
        event._raceway.left = 3
        event.set()
        for _ in range(10):
            event.wait()
        event.clear()
        event.wait(0)
        story = self.story(event)
        self.assertEqual(story[:4], ["NEW 0", "SET 0 #0", "PASSED 0 #0", "PASSED 0 #0"])
        self.assertEqual(story[4].split()[0], "COUNTED")
        self.assertEqual(story[5:], ["WAIT EVENT timed out"])
        self.assertEqual(self.recording.counted(self.number(event)), 10)
        self.assertEqual(
            list(event._raceway.words[event._raceway.at : event._raceway.at + 8]), [10, 0, 0, 0, 1, 0, 0, 1]
        )

    def test_nothing_is_recorded_once_the_recording_is_closed(self):
        event = threading.Event()
        self.recorder.active = False
        try:
            event.set()
            event.wait()
            event.clear()
            event.wait(0)
            self.assertIsNone(threading.Event()._raceway)
        finally:
            self.recorder.active = True
        self.assertEqual(self.story(event), ["NEW 0"])


if __name__ == "__main__":
    unittest.main()
