"""threading.Barrier: runtime/_raceway/instruments/barriers.py."""

import threading
import unittest

from support.instrumented import Helper, InstrumentCase, until


class BarrierStories(InstrumentCase):
    def test_all_parties_but_the_last_wait(self):
        barrier = threading.Barrier(3)
        first = Helper(barrier.wait)
        until(lambda: barrier.n_waiting == 1)
        second = Helper(barrier.wait)
        until(lambda: barrier.n_waiting == 2)
        last = barrier.wait()
        self.assertEqual([first.finish(), second.finish(), last], [0, 1, 2])
        self.assertEqual(self.story(barrier, self.lane_of(first)), ["WAIT BARRIER got", "PASSED 0 #1"])
        self.assertEqual(self.story(barrier, self.lane_of(second)), ["WAIT BARRIER got", "PASSED 1 #1"])
        self.assertEqual(self.story(barrier, self.recording.lane_id()), ["NEW 3", "PASSED 2 #1"])

    def test_rounds_are_numbered(self):
        barrier = threading.Barrier(2)
        helper = Helper(lambda: [barrier.wait() for _ in range(5)])
        for _ in range(5):
            barrier.wait()
        helper.finish()
        rounds = [text.partition("#")[2] for text in self.story(barrier) if text.startswith("PASSED")]
        self.assertEqual(sorted(rounds), sorted("1122334455"))

    def test_a_timeout_breaks_the_barrier_for_the_others(self):
        barrier = threading.Barrier(3)
        other = Helper(barrier.wait)
        until(lambda: barrier.n_waiting == 1)
        with self.assertRaises(threading.BrokenBarrierError):
            barrier.wait(0.001)
        with self.assertRaises(threading.BrokenBarrierError):
            other.finish()
        self.assertEqual(self.story(barrier, self.recording.lane_id()), ["NEW 3", "WAIT BARRIER timed out"])
        self.assertEqual(self.story(barrier, self.lane_of(other)), ["WAIT BARRIER failed"])
        with self.assertRaises(threading.BrokenBarrierError):
            barrier.wait()

    def ended_by(self, end):
        barrier = threading.Barrier(2)
        other = Helper(barrier.wait)
        until(lambda: barrier.n_waiting == 1)
        end(barrier)
        with self.assertRaises(threading.BrokenBarrierError):
            other.finish()
        self.assertEqual(self.story(barrier), ["NEW 2", "WAIT BARRIER failed"])

    def test_reset_ends_waits(self):
        self.ended_by(threading.Barrier.reset)

    def test_abort_ends_waits(self):
        self.ended_by(threading.Barrier.abort)

    def test_an_action_that_fails_is_the_last_partys(self):
        def action():
            raise LookupError

        barrier = threading.Barrier(2, action)
        other = Helper(barrier.wait)
        until(lambda: barrier.n_waiting == 1)
        with self.assertRaises(LookupError):
            barrier.wait()
        with self.assertRaises(threading.BrokenBarrierError):
            other.finish()
        self.assertEqual(self.story(barrier), ["NEW 2", "WAIT BARRIER failed"])

    def test_an_interrupt_ends_the_wait(self):
        barrier = threading.Barrier(2)

        def interrupted(*_):
            raise KeyboardInterrupt

        barrier._cond.wait_for = interrupted
        with self.assertRaises(KeyboardInterrupt):
            barrier.wait()
        self.assertEqual(self.story(barrier), ["NEW 2", "WAIT BARRIER exception"])


if __name__ == "__main__":
    unittest.main()
