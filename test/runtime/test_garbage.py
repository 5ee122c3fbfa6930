"""The program's finalizers, callbacks of weak references and `gc.callbacks` run in its own threads; its view of gc is its own."""

import os
import sys
import textwrap
import threading
import unittest

from support.programs import RUNTIME, Workshop

sys.path.insert(0, RUNTIME)
from _raceway import garbage  # noqa: E402

sys.path.remove(RUNTIME)

# `beats(n)` waits until our thread has beaten so often; where it collects garbage is told in `where`.
HEAD = """
import gc, sys, threading, weakref
from _thread import allocate_lock, get_ident
from functools import partial
from time import sleep
where = set()
class Thing:
    def __del__(self): where.add(get_ident())
def garbage():
    thing = Thing()
    thing.itself = thing
    thing.watcher = weakref.ref(thing, lambda ignored: where.add(get_ident()))
def began(phase, info): where.add(get_ident())
gc.callbacks.append(began)
from _raceway import bootstrap
def beats(number):
    done, over = [], allocate_lock()
    over.acquire()
    def beat():
        done.append(1)
        if len(done) == number: over.release()
        if len(done) > number: raise ValueError("the test is over")
    bootstrap._service.every(1_000_000, beat, "test")
    return over
"""


class InWhichThread(unittest.TestCase):
    def setUp(self):
        self.workshop = Workshop()
        self.addCleanup(self.workshop.close)

    def assert_true(self, text):
        """The program, traced, finds `where` to hold its main thread alone."""
        text = (
            HEAD
            + textwrap.dedent(text)
            + "\ngc.callbacks.remove(began)\nassert where == {get_ident()}, (where, get_ident())\n"
        )
        outcome = self.workshop.traced(self.workshop.write("program.py", text))
        self.assertEqual((outcome.code, outcome.err), (0, ""))

    def test_one_object_is_too_many_for_each_beat(self):
        self.assert_true("""
            gc.set_threshold(1, 1, 1)
            for _ in range(40):
                garbage()
                over = beats(3)
                over.acquire()
        """)

    def test_the_object_too_many_is_made_by_who_waits_at_once(self):
        # 3.12: a flag is set, and the next thread that looks at it begins. No look comes between the object and the wait.
        self.assert_true("""
            for _ in range(20):
                garbage()
                kept = []
                over = beats(3)
                made = [map(kept.append, iter(list, 1)) for _ in range(200)]
                steps = zip(*made, iter(over.acquire, 2))
                gc.set_threshold(100, 1, 1)
                next(steps)
                gc.set_threshold(700, 10, 10)
        """)

    def test_while_the_observer_reads_what_was_noted(self):
        self.assert_true("""
            count = 0
            def work():
                global count
                for _ in range(2000):
                    seen = count
                    count = seen + 1
            gc.set_threshold(1, 1, 1)
            thread = threading.Thread(target=work)
            thread.start()
            thread.join()
            where.clear()
            garbage()
            beats(5).acquire()
            gc.collect()
        """)


class View(unittest.TestCase):
    """What the program sees of gc, while another thread holds the collector back and lets it go without end."""

    def setUp(self):
        self.workshop = Workshop()
        self.addCleanup(self.workshop.close)

    def assert_same(self, text):
        path = self.workshop.write("program.py", textwrap.dedent(text))
        plain, traced = self.workshop.untraced(path).comparable(), self.workshop.traced(path).comparable()
        self.assertEqual(plain, traced)
        self.assertEqual(traced.code, 0, traced.err)

    def test_of_functions(self):
        self.assert_same("""
            import gc, inspect, pickle, copy, sys, traceback
            for name in "enable", "disable", "isenabled", "get_threshold", "set_threshold":
                function = getattr(gc, name)
                print(function, function.__name__, function.__module__, function.__doc__, inspect.isbuiltin(function))
                assert pickle.loads(pickle.dumps(function)) is function and copy.copy(function) is function
                for arguments in ((1, 2, 3, 4), ("x",)):
                    try: print(function(*arguments))
                    except (TypeError, ValueError) as error: print(error)
                try: print(function(x=1))
                except TypeError as error: print(error)
            assert gc.isenabled() and gc.disable() is None and not gc.isenabled() and gc.enable() is None
            print(gc.get_threshold(), gc.set_threshold(5), gc.get_threshold(), gc.set_threshold(5, 6, 7), gc.get_threshold())
        """)

    @unittest.skipUnless(hasattr(os, "fork"), "no fork here")
    def test_in_forked_children_and_at_exit(self):
        self.assert_same("""
            import atexit, gc, os, time
            atexit.register(lambda: print(gc.isenabled(), flush=True))
            for _ in range(20):
                pid = os.fork()
                if not pid:
                    os._exit(gc.isenabled() and gc.get_threshold()[0] < 1_000_000)
                print(os.waitpid(pid, 0)[1] >> 8)
            gc.disable()
            pid = os.fork()
            if not pid:
                time.sleep(0.2)
                os._exit(not gc.isenabled())
            print(os.waitpid(pid, 0)[1] >> 8)
        """)


class Toggling(unittest.TestCase):
    """In this process: each of two threads does its part as fast as it can."""

    def test_what_the_program_wants_is_kept(self):
        gc = garbage.gc
        natives = {name: getattr(gc, name) for name in dir(gc) if not name.startswith("_")}
        garbage.install()
        interval, thresholds = sys.getswitchinterval(), gc.get_threshold()
        stop = []

        def beat():
            while not stop:
                next(garbage.hold)
                assert not natives["isenabled"]()
                next(garbage.let_go)

        thread = threading.Thread(target=beat)
        sys.setswitchinterval(1e-6)
        try:
            thread.start()
            for number in range(20_000):
                gc.disable()
                self.assertFalse(gc.isenabled())
                self.assertFalse(natives["isenabled"]())
                gc.set_threshold(number % 7 + 700, number % 5 + 1, 10)
                gc.enable()
                self.assertTrue(gc.isenabled())
                self.assertEqual(gc.get_threshold(), (number % 7 + 700, number % 5 + 1, 10))
        finally:
            stop.append(1)
            thread.join()
            sys.setswitchinterval(interval)
            for name, value in natives.items():
                setattr(gc, name, value)
            self.assertEqual((gc.isenabled(), gc.get_threshold()), (True, (number % 7 + 700, number % 5 + 1, 10)))
            gc.set_threshold(*thresholds)

    def test_several_hold_it(self):
        isenabled = garbage.gc.isenabled
        self.assertTrue(isenabled())
        next(garbage.hold)
        next(garbage.hold)
        next(garbage.let_go)
        self.assertFalse(isenabled())
        next(garbage.let_go)
        self.assertTrue(isenabled())
        next(garbage.let_go)
        self.assertTrue(isenabled())
        next(garbage.hold)
        garbage.forget()
        self.assertTrue(isenabled())


if __name__ == "__main__":
    unittest.main()
