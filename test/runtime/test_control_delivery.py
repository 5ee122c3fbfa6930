"""When a signal that the host asked for is sent: not while the main thread is about to wait and would not look for it."""

import hashlib
import os
import sys
import threading
import unittest

from support.programs import RUNTIME

sys.path.insert(0, RUNTIME)
from _raceway import control, delivery  # noqa: E402

sys.path.remove(RUNTIME)


class Thread:
    """A main thread as it is found at each look: ("runs" or "sleeps", its CPU time by then)."""

    def __init__(self, *looks):
        self.looks = list(looks)
        self.sent = 0

    def delivery(self):
        return delivery.Delivery(self.send, lambda: self.looks[0][1], lambda: self.looks[0][0] == "sleeps")

    def send(self):
        self.sent += 1

    def looks_until_sent(self, asked):
        count = 1
        while not asked.is_good_moment():
            count += 1
            if len(self.looks) > 1:
                del self.looks[0]
        return count


class Moment(unittest.TestCase):
    def test_one_that_sleeps_since_the_last_look(self):
        thread = Thread(("sleeps", 5))
        self.assertEqual(thread.looks_until_sent(thread.delivery()), 2)

    def test_not_one_that_has_just_gone_to_sleep(self):
        # It may be waiting for the GIL, for which it wakes up every few ms.
        thread = Thread(("sleeps", 5), ("sleeps", 6), ("sleeps", 6))
        self.assertEqual(thread.looks_until_sent(thread.delivery()), 3)

    def test_not_one_that_could_run_and_has_not_got_a_processor(self):
        thread = Thread(*[("runs", 5)] * 7, ("sleeps", 6), ("sleeps", 6))
        self.assertEqual(thread.looks_until_sent(thread.delivery()), 9)

    def test_not_one_that_moved_while_it_was_looked_at(self):
        cpu = iter([1, 1, 2, 2, 2, 2])  # the second and the fourth look ask again
        asked = delivery.Delivery(None, lambda: next(cpu), lambda: True)
        self.assertEqual([asked.is_good_moment() for _ in range(4)], [False, False, False, True])

    def test_one_that_always_runs_looks_for_signals_itself(self):
        thread = Thread(*[("runs", cpu) for cpu in range(100)])
        self.assertEqual(thread.looks_until_sent(thread.delivery()), 1 + delivery.RUNNING_LOOKS)

    def test_not_for_ever(self):
        thread = Thread(("runs", 5))
        self.assertEqual(thread.looks_until_sent(thread.delivery()), delivery.MOST_LOOKS)

    def test_at_once_where_no_handler_of_the_interpreter_is_asked(self):
        self.assertTrue(delivery.Delivery(None, lambda: None, lambda: False).is_good_moment())


class Due(unittest.TestCase):
    """What the host asked for, at the beats of the service thread."""

    def setUp(self):
        self.addCleanup(control._due.clear)

    def ask(self, *threads, pid=None):
        control._due.extend((os.getpid() if pid is None else pid, thread.delivery()) for thread in threads)

    def test_is_done_once_at_its_moment(self):
        thread = Thread(("sleeps", 5))
        self.ask(thread)
        sent = []
        for _ in range(4):
            control.beat()
            sent.append(thread.sent)
        self.assertEqual(sent, [0, 1, 1, 1])

    def test_one_at_a_time(self):
        threads = [Thread(("sleeps", 5)) for _ in range(3)]
        self.ask(*threads)
        for _ in range(3):
            control.beat()
        self.assertEqual([thread.sent for thread in threads], [1, 1, 0])

    def test_is_done_in_any_case_before_nobody_asks_any_more(self):
        thread = Thread(("runs", 5))
        self.ask(thread)
        control.close()
        self.assertEqual((thread.sent, control._due), (1, []))

    def test_not_in_a_forked_child(self):
        thread = Thread(("sleeps", 5))
        self.ask(thread, pid=-1)
        control.close()
        self.assertEqual((thread.sent, control._due), (0, []))


@unittest.skipUnless(sys.platform == "linux", "the system does not tell")
class States(unittest.TestCase):
    def watched(self, work):
        """The number of a thread that has begun `work(end)`, which the end of the test ends by that event."""
        begun, end, native = threading.Event(), threading.Event(), []

        def run():
            native.append(threading.get_native_id())
            begun.set()
            work(end)

        thread = threading.Thread(target=run)
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(end.set)
        begun.wait()
        return native[0]

    def test_of_a_thread_in_a_wait(self):
        native = self.watched(lambda end: end.wait())
        used = -1
        while not delivery._sleeps(native) or delivery._used(native) != used:
            used = delivery._used(native)

    def test_of_a_thread_that_computes_outside_of_the_gil(self):
        def compute(end):
            while not end.is_set():
                hashlib.pbkdf2_hmac("sha256", b"", b"", 200_000)

        native = self.watched(compute)
        used = delivery._used(native)
        while delivery._sleeps(native) or delivery._used(native) == used:
            pass

    def test_of_no_thread(self):
        self.assertIsNone(delivery._used(1 << 22))
        self.assertTrue(delivery._sleeps(1 << 22))


if __name__ == "__main__":
    unittest.main()
