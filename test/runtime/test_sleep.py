"""time.sleep: runtime/_raceway/instruments/sleep.py."""

import copy
import inspect
import pickle
import threading
import time
import types
import unittest

from support.instrumented import Helper, InstrumentCase, _native_sleep


class SleepStories(InstrumentCase):
    def sleeps(self, function):
        """What a new thread that runs `function` slept."""
        helper = Helper(function)
        helper.finish()
        return self.waits_for("SLEEP", self.lane_of(helper))

    def test_a_sleep_tells_what_was_asked_for(self):
        self.assertEqual(self.sleeps(lambda: time.sleep(0.002)), [(0, "got", 2_000_000)])

    def test_what_does_not_sleep_is_not_recorded(self):
        def calls():
            time.sleep(0)
            for wrong in ((), (1, 2), ("x",), (-1,), (None,), (float("nan"),)):
                with self.assertRaises((TypeError, ValueError)):
                    time.sleep(*wrong)

        self.assertEqual(self.sleeps(calls), [])

    def test_as_a_threads_target(self):
        thread = threading.Thread(target=time.sleep, args=(0.001,))
        thread.start()
        thread.join()
        self.assertEqual(self.waits_for("SLEEP", self.lane_of(thread)), [(0, "got", 1_000_000)])

    def test_it_looks_like_the_native_one(self):
        native = _native_sleep
        self.assertEqual(repr(time.sleep), repr(native))
        for name in ("__name__", "__qualname__", "__module__", "__doc__", "__self__"):
            self.assertEqual(getattr(time.sleep, name), getattr(native, name))
        self.assertIsInstance(time.sleep, types.BuiltinFunctionType)
        self.assertIs(pickle.loads(pickle.dumps(time.sleep)), time.sleep)
        self.assertIs(copy.deepcopy(time.sleep), time.sleep)
        self.assertEqual(self.signature(time.sleep), self.signature(native))

        class Holder:
            nap = time.sleep

        Holder().nap(0)  # a Python function would become a method here

    @staticmethod
    def signature(function):
        try:
            return str(inspect.signature(function))
        except ValueError as error:
            return str(error)

    def test_errors_are_the_native_ones(self):
        for wrong in ((), (1, 2), ("x",), (-1,), (1e300,)):
            errors = []
            for sleep in (time.sleep, _native_sleep):
                with self.assertRaises(Exception) as caught:
                    sleep(*wrong)
                errors.append((type(caught.exception), str(caught.exception)))
            self.assertEqual(*errors)


if __name__ == "__main__":
    unittest.main()
