"""threading.Condition: runtime/_raceway/instruments/conditions.py."""

import threading
import unittest

from support.instrumented import Helper, InstrumentCase, until


def standing(condition, number):
    """`number` threads stand in the condition's list and have let go of its lock."""
    until(lambda: len(condition._waiters) == number)
    with condition:
        pass


class ConditionStories(InstrumentCase):
    def wait_once(self, condition):
        with condition:
            return condition.wait()

    def test_notify_all_wakes_all_and_says_how_many(self):
        condition = threading.Condition()
        waiters = [Helper(self.wait_once, condition) for _ in range(2)]
        standing(condition, 2)
        with condition:
            condition.notify_all()
        self.assertEqual([waiter.finish() for waiter in waiters], [True, True])
        self.assertIn("NOTIFY 2 #all", self.story(condition))
        for waiter in waiters:
            mine = [text for text in self.story(condition, self.lane_of(waiter)) if "LOCK" not in text]
            self.assertEqual(mine, ["HOLD", "WAIT CONDITION got", "HOLD_AGAIN"])

    def test_notify_wakes_as_many_as_there_are(self):
        condition = threading.Condition()
        with condition:
            condition.notify()
        waiter = Helper(self.wait_once, condition)
        standing(condition, 1)
        with condition:
            condition.notify(5)
        waiter.finish()
        notifies = [text for text in self.story(condition) if text.startswith("NOTIFY")]
        self.assertEqual(notifies, ["NOTIFY 0 #1", "NOTIFY 1 #5"])

    def test_a_notify_comes_after_the_wait_that_it_ends(self):
        condition = threading.Condition()
        waiter = Helper(self.wait_once, condition)
        standing(condition, 1)
        with condition:
            condition.notify()
        waiter.finish()
        (wait,) = [w for w in self.recording.waits(self.number(condition)) if w.op == 2]
        (notify,) = self.recording.records(22, self.number(condition))
        self.assertLess(wait.start, notify.time)
        self.assertLess(notify.time, wait.end)

    def test_a_wait_that_times_out(self):
        condition = threading.Condition()
        with condition:
            self.assertFalse(condition.wait(0.001))
            self.assertFalse(condition.wait(0))
            self.assertFalse(condition.wait_for(lambda: False, 0.001))
        waits = [text for text in self.story(condition) if text.startswith("WAIT")]
        self.assertEqual(set(waits), {"WAIT CONDITION timed out"})

    def test_what_interrupts_a_wait_ends_it_and_the_lock_is_held_again(self):
        condition = threading.Condition()
        released = condition._release_save

        def interrupted():
            released()
            raise KeyboardInterrupt

        with condition:
            condition._release_save = interrupted
            with self.assertRaises(KeyboardInterrupt):
                condition.wait()
            # Natively, too, what strikes right here leaves the lock free: the `try` of wait begins one line later.
            self.assertFalse(condition._is_owned())
            condition.acquire()

        class Waiter:
            def acquire(self, *_):
                if self.full:
                    raise KeyboardInterrupt
                self.full = True

            full = False

        condition = threading.Condition()
        allocate = threading._allocate_lock
        with condition:
            threading._allocate_lock = Waiter
            try:
                with self.assertRaises(KeyboardInterrupt):
                    condition.wait()
            finally:
                threading._allocate_lock = allocate
            self.assertTrue(condition._is_owned())
        self.assertIn("WAIT CONDITION exception", self.story(condition))

    def test_ctrl_c_in_the_hook_that_ends_a_wait_leaves_the_lock_held(self):
        condition = threading.Condition()
        instrument = self.modules["conditions"].conditions
        ends = instrument.ends

        def interrupted(*arguments):
            ends(*arguments)
            raise KeyboardInterrupt

        instrument.ends = interrupted
        self.addCleanup(setattr, instrument, "ends", ends)
        with condition:
            with self.assertRaises(KeyboardInterrupt):
                condition.wait(0.001)
            self.assertTrue(condition._is_owned())

    def test_a_wait_inside_an_except_clause_is_not_taken_for_an_exception(self):
        condition = threading.Condition()
        with condition:
            try:
                raise LookupError
            except LookupError:
                condition.wait(0.001)
        self.assertIn("WAIT CONDITION timed out", self.story(condition))

    def test_with_a_lock_of_the_program_the_holds_are_the_locks(self):
        lock = threading.Lock()
        first, second = threading.Condition(lock), threading.Condition(lock)
        number = self.modules["locks"].object_number(lock)
        self.assertEqual(self.story(first), ["NEW %d" % number])
        waiter = Helper(self.wait_once, first)
        standing(first, 1)
        with second:
            second.notify()
        with first:
            first.notify()
        waiter.finish()
        self.assertEqual([text for text in self.story(second)], ["NEW %d" % number, "NOTIFY 0 #1"])
        self.assertEqual([text for text in self.story(first)][1:], ["WAIT CONDITION got", "NOTIFY 1 #1"])
        self.assertEqual(len(self.recording.holds(number)), 5)

    def test_re_entered_before_the_wait(self):
        condition = threading.Condition()
        with condition, condition:
            condition.wait(0.001)
            self.assertTrue(condition._is_owned())
        holds = [text for text in self.story(condition) if text.startswith(("HOLD", "REENTRY"))]
        self.assertEqual([text.split()[0] for text in holds], ["HOLD", "REENTRY", "HOLD_AGAIN"])

    def test_misuse_is_refused_as_ever(self):
        condition = threading.Condition()
        for misuse in (condition.wait, condition.notify, condition.notify_all, condition.release):
            with self.assertRaises(RuntimeError):
                misuse()
        with self.assertRaises(AttributeError):
            threading.Condition(5)
        self.assertNotIn("NOTIFY", " ".join(self.story(condition)))

    def test_a_subclass_that_overrides_notify(self):
        class Loud(threading.Condition):
            notified = 0

            def notify(self, n=1):
                self.notified += 1
                super().notify(n)

        condition = Loud()
        with condition:
            condition.notify_all()
        self.assertEqual(condition.notified, 1)
        self.assertEqual([text for text in self.story(condition) if "NOTIFY" in text], ["NOTIFY 0 #0"])


if __name__ == "__main__":
    unittest.main()
