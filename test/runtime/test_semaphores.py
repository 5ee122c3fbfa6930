"""threading.Semaphore and BoundedSemaphore: runtime/_raceway/instruments/semaphores.py."""

import threading
import unittest

from support.instrumented import Helper, InstrumentCase, until


class SemaphoreStories(InstrumentCase):
    def test_values_go_down_and_up(self):
        semaphore = threading.Semaphore(2)
        with semaphore:
            semaphore.acquire()
            semaphore.release()
        self.assertEqual(
            self.story(semaphore),
            ["NEW 2", "PERMIT 1 #1", "PERMIT 0 #2", "RELEASE 1 #1", "RELEASE 2 #1"],
        )

    @unittest.skipIf("n" not in threading.Semaphore.release.__code__.co_varnames, "release(n) came with 3.9")
    def test_several_permits_are_released_at_once(self):
        semaphore = threading.Semaphore(0)
        waiters = [Helper(semaphore.acquire) for _ in range(3)]
        until(lambda: len(semaphore._cond._waiters) == 3)
        semaphore.release(3)
        for waiter in waiters:
            self.assertTrue(waiter.finish())
            story = self.story(semaphore, self.lane_of(waiter))
            self.assertEqual([text[:14] for text in story], ["WAIT SEMAPHORE", "PERMIT %s" % story[1][7:14]])
        self.assertIn("RELEASE 3 #3", self.story(semaphore))
        self.assertEqual(semaphore._value, 0)

    def test_a_waiter_who_finds_the_permit_gone_still_waits_once(self):
        semaphore = threading.Semaphore(0)
        waiter = Helper(semaphore.acquire)
        until(lambda: semaphore._cond._waiters)
        for _ in range(3):
            with semaphore._cond:  # wake it for nothing, as if another thread had been faster
                semaphore._cond.notify()
            until(lambda: semaphore._cond._waiters)
        semaphore.release()
        self.assertTrue(waiter.finish())
        self.assertEqual(self.story(semaphore), ["NEW 0", "WAIT SEMAPHORE got", "RELEASE 1 #1", "PERMIT 0 #1"])

    def test_tries_that_fail(self):
        semaphore = threading.Semaphore(0)
        self.assertFalse(semaphore.acquire(blocking=False))
        self.assertFalse(semaphore.acquire(timeout=0.001))
        with self.assertRaises(ValueError):
            semaphore.acquire(blocking=False, timeout=1)
        self.assertEqual(self.story(semaphore), ["NEW 0", "MISSED 4 #1", "WAIT SEMAPHORE timed out"])

    def test_what_interrupts_a_wait_ends_it_and_takes_no_permit(self):
        semaphore = threading.Semaphore(0)

        def interrupted(*_):
            raise KeyboardInterrupt

        semaphore._cond.wait = interrupted
        with self.assertRaises(KeyboardInterrupt):
            semaphore.acquire()
        self.assertEqual(self.story(semaphore), ["NEW 0", "WAIT SEMAPHORE exception"])
        del semaphore._cond.wait
        semaphore.release()
        self.assertTrue(semaphore.acquire(blocking=False))

    def test_a_release_beyond_the_bound_is_recorded_and_refused(self):
        semaphore = threading.BoundedSemaphore(2)
        semaphore.acquire()
        semaphore.release()
        with self.assertRaisesRegex(ValueError, "released too many times"):
            semaphore.release()
        self.assertEqual(self.story(semaphore), ["NEW 2", "PERMIT 1 #1", "RELEASE 2 #1", "OVER_RELEASE 0 #0"])
        self.assertEqual(semaphore._value, 2)

    def test_a_subclass_that_overrides_acquire_and_release(self):
        calls = []

        class Loud(threading.BoundedSemaphore):
            def acquire(self, *args, **kwargs):
                calls.append("acquire")
                return super().acquire(*args, **kwargs)

            def release(self):
                calls.append("release")
                super().release()

        semaphore = Loud(1)
        semaphore.acquire()
        semaphore.release()
        self.assertEqual(calls, ["acquire", "release"])
        self.assertEqual(self.story(semaphore), ["NEW 1", "PERMIT 0 #1", "RELEASE 1 #1"])

    def test_values_that_no_record_can_hold(self):
        semaphore = threading.Semaphore(float("inf"))
        self.assertTrue(semaphore.acquire())
        self.assertTrue(threading.Semaphore(1 << 70).acquire())
        self.assertTrue(threading.Semaphore(1.0).acquire())
        self.assertEqual(self.story(semaphore), ["NEW %d" % (1 << 53), "PERMIT %d #1" % (1 << 53)])

    def test_a_constructor_that_refuses_makes_no_resource(self):
        before = self.recording.records(16, self.number(threading.Semaphore()))
        self.assertEqual(len(before), 1)
        with self.assertRaises(ValueError):
            threading.Semaphore(-1)
        following = threading.Semaphore()
        self.assertEqual(self.number(threading.Semaphore()), self.number(following) + 1)


if __name__ == "__main__":
    unittest.main()
