"""queue.Queue and its kin, queue.SimpleQueue: runtime/_raceway/instruments/queues.py and simplequeue.py."""

import gc
import itertools
import pickle
import queue
import threading
import unittest

from support.instrumented import Helper, InstrumentCase, until

try:
    from _queue import SimpleQueue as NativeSimpleQueue
except ImportError:
    NativeSimpleQueue = None


class QueueStories(InstrumentCase):
    def test_puts_and_gets_tell_the_depth(self):
        q = queue.Queue()
        for item in "ab":
            q.put(item)
        self.assertEqual(q.get() + q.get(), "ab")
        self.assertEqual(self.story(q), ["NEW 0", "PUT 1 #1", "PUT 2 #2", "GET 1 #1", "GET 0 #2"])

    def test_a_get_that_waits(self):
        q = queue.Queue()
        getter = Helper(q.get)
        until(lambda: q.not_empty._waiters)
        q.put("x")
        self.assertEqual(getter.finish(), "x")
        self.assertEqual(self.story(q, self.lane_of(getter)), ["WAIT GET got", "GET 0 #1"])

    def test_a_getter_who_finds_nothing_left_still_waits_once(self):
        q = queue.Queue()
        getter = Helper(q.get)
        for _ in range(3):
            until(lambda: q.not_empty._waiters)
            with q.mutex:  # as if another thread had been faster
                q.not_empty.notify_all()
        until(lambda: q.not_empty._waiters)
        q.put(1)
        getter.finish()
        self.assertEqual(self.story(q), ["NEW 0", "WAIT GET got", "PUT 1 #1", "GET 0 #1"])

    def test_a_put_that_waits_for_room(self):
        q = queue.Queue(1)
        q.put("a")
        putter = Helper(q.put, "b")
        until(lambda: q.not_full._waiters)
        self.assertEqual(q.get(), "a")
        putter.finish()
        self.assertEqual(self.story(q, self.lane_of(putter)), ["WAIT PUT got", "PUT 1 #2"])
        self.assertEqual(self.story(q, self.recording.lane_id()), ["NEW 1", "PUT 1 #1", "GET 0 #1"])

    def test_tries_that_fail(self):
        q = queue.Queue(1)
        for get in (q.get_nowait, lambda: q.get(timeout=0), lambda: q.get(timeout=0.001)):
            with self.assertRaises(queue.Empty) as caught:
                get()
            self.assertIsNone(caught.exception.__context__)
        q.put(1)
        for put in (lambda: q.put_nowait(2), lambda: q.put(2, timeout=0), lambda: q.put(2, timeout=0.001)):
            with self.assertRaises(queue.Full):
                put()
        for wrong in (lambda: q.get(timeout=-1), lambda: q.put(1, timeout=-1)):
            with self.assertRaises(ValueError):
                wrong()
        self.assertEqual(
            self.story(q),
            ["NEW 1", "MISSED 6 #1", "MISSED 6 #2", "WAIT GET timed out", "PUT 1 #1"]
            + ["MISSED 7 #1", "MISSED 7 #2", "WAIT PUT timed out"],
        )

    def test_task_done_and_join(self):
        q = queue.Queue()
        q.join()
        q.put(1)
        q.put(2)
        joiner = Helper(q.join)
        until(lambda: q.all_tasks_done._waiters)
        q.task_done()
        q.task_done()
        joiner.finish()
        self.assertEqual(self.story(q, self.lane_of(joiner)), ["WAIT QUEUE_JOIN got"])
        with self.assertRaises(ValueError):
            q.task_done()
        mine = self.story(q, self.recording.lane_id())
        self.assertEqual(mine[3:], ["TASK_DONE 1 #0", "TASK_DONE 0 #0", "OVER_RELEASE 0 #0"])

    def test_what_interrupts_a_wait_ends_it(self):
        q = queue.Queue(1)

        def interrupted(*_):
            raise KeyboardInterrupt

        q.not_empty.wait = q.not_full.wait = q.all_tasks_done.wait = interrupted
        with self.assertRaises(KeyboardInterrupt):
            q.get()
        q.put(1)
        for wait in (lambda: q.put(2), q.join):
            with self.assertRaises(KeyboardInterrupt):
                wait()
        waits = [text for text in self.story(q) if text.startswith("WAIT")]
        self.assertEqual(waits, ["WAIT GET exception", "WAIT PUT exception", "WAIT QUEUE_JOIN exception"])

    @unittest.skipUnless(hasattr(queue, "ShutDown"), "Queue.shutdown came with 3.13")
    def test_shutdown_ends_waits(self):
        q = queue.Queue()
        getter = Helper(q.get)
        until(lambda: q.not_empty._waiters)
        q.shutdown()
        with self.assertRaises(queue.ShutDown):
            getter.finish()
        self.assertEqual(self.story(q), ["NEW 0", "WAIT GET failed"])

    def test_lifo_and_priority_queues_tell_which_put_an_item_came_from(self):
        lifo, priority = queue.LifoQueue(), queue.PriorityQueue()
        for item in (3, 1, 2):
            lifo.put(item)
            priority.put(item)
        self.assertEqual([lifo.get() for _ in range(3)], [2, 1, 3])
        self.assertEqual([priority.get() for _ in range(3)], [1, 2, 3])
        took = {q: [text for text in self.story(q) if text.startswith("TOOK")] for q in (lifo, priority)}
        self.assertEqual(took[lifo], ["TOOK 3 #1", "TOOK 2 #2", "TOOK 1 #3"])
        self.assertEqual(took[priority], ["TOOK 2 #1", "TOOK 3 #2", "TOOK 1 #3"])

    def test_the_same_object_twice_in_a_lifo(self):
        lifo = queue.LifoQueue()
        thing = object()
        for item in (thing, "between", thing):
            lifo.put(item)
        for _ in range(3):
            lifo.get()
        took = [text for text in self.story(lifo) if text.startswith("TOOK")]
        self.assertEqual(took, ["TOOK 3 #1", "TOOK 2 #2", "TOOK 1 #3"])

    def test_a_subclass_with_its_own_order(self):
        class Shortest(queue.Queue):
            def _get(self):
                item = min(self.queue, key=len)
                self.queue.remove(item)
                return item

        q = Shortest()
        for item in ("long", "s"):
            q.put(item)
        self.assertEqual([q.get(), q.get()], ["s", "long"])
        self.assertEqual([text for text in self.story(q) if text.startswith("TOOK")], ["TOOK 2 #1", "TOOK 1 #2"])

    def test_what_a_program_may_do_with_a_queue_does_no_harm(self):
        class Uncounted(queue.Queue):
            def _qsize(self):
                raise NotImplementedError("no limit, no size")

        q = Uncounted()
        q.put("a")
        q.put("b")
        with self.assertRaises(NotImplementedError):
            q.get()
        self.assertEqual(self.story(q), ["NEW 0", "PUT 1 #1", "PUT 2 #2"])
        with self.assertRaises(TypeError):
            queue.Queue(None).put(1)
        self.assertEqual(self.story(queue.Queue(float("inf"))), ["NEW %d" % (1 << 53)])

    def test_items_taken_out_behind_the_queues_back_are_forgotten(self):
        lifo = queue.LifoQueue()
        lifo.put("a")
        lifo.put("b")
        with lifo.mutex:
            lifo.queue.clear()
        lifo.put("c")
        self.assertEqual(list(lifo._raceway.came.values()), [[3]])

    def test_a_queue_that_drops_or_changes_items_is_not_followed_for_ever(self):
        class Distinct(queue.Queue):
            def _put(self, item):
                if item not in self.queue:
                    self.queue.append(item)

        class Wrapping(queue.Queue):
            def _put(self, item):
                self.queue.append([item])

        for q, gets in ((Distinct(), 0), (Wrapping(), 1)):
            q.put("first")
            for _ in range(1100):
                q.put("again")
                for _ in range(gets):
                    q.get()
            self.assertTrue(q._raceway.came is None, "it remembers all items that ever came")
            q.get()
            # Without it the number of the get would be taken for the put's.
            self.assertRegex(self.story(q)[-1], "^TOOK 0 #")

    def test_a_queue_that_is_only_counted_remembers_no_items(self):
        lifo = queue.LifoQueue()
        lifo._raceway.left = 3
        for item in range(6):
            lifo.put(item)
        lifo.get()
        self.assertIsNone(lifo._raceway.came)
        self.assertEqual(self.story(lifo)[1:4], ["PUT 1 #1", "PUT 2 #2", "PUT 3 #3"])

    def test_a_recursion_without_end_leaves_the_queue_traced(self):
        q = queue.Queue()

        def deeper():
            q.put("x")
            deeper()

        with self.assertRaises(RecursionError):
            deeper()
        with q.mutex:
            q.queue.clear()
        q.put("after")
        self.assertRegex(self.story(q)[-1], "^PUT 1 #")

    def test_after_the_budget_only_totals_are_kept(self):
        q = queue.Queue()
        q._raceway.left = 2
        for item in range(5):
            q.put(item)
            q.get()
            q.task_done()
        self.assertEqual(self.story(q)[:3], ["NEW 0", "PUT 1 #1", "GET 0 #1"])
        self.assertEqual(self.story(q)[3].split()[0], "COUNTED")
        self.assertEqual(list(q._raceway.words[q._raceway.at : q._raceway.at + 8]), [5, 0, 5, 0, 0, 0, 5, 0])

    def test_many_producers_and_consumers(self):
        q = queue.Queue(3)
        producers = [Helper(lambda: [q.put(item) for item in range(200)]) for _ in range(3)]
        consumers = [Helper(lambda: [q.get() for _ in range(200)]) for _ in range(3)]
        for helper in producers + consumers:
            helper.finish()
        numbers, depth = {"PUT": itertools.count(1), "GET": itertools.count(1)}, 0
        for text in self.story(q):
            kind, _, rest = text.partition(" ")
            if kind in numbers:
                depth += 1 if kind == "PUT" else -1
                self.assertEqual(rest, "%d #%d" % (depth, next(numbers[kind])))
        self.assertEqual([next(number) for number in numbers.values()], [601, 601])


@unittest.skipIf(NativeSimpleQueue is None, "without the accelerator queue.SimpleQueue is written in Python")
class SimpleQueueStories(InstrumentCase):
    def test_it_is_a_simple_queue_by_all_appearances(self):
        q = queue.SimpleQueue()
        self.assertIsInstance(q, queue.SimpleQueue)
        self.assertIsInstance(q, NativeSimpleQueue)
        self.assertIsInstance(NativeSimpleQueue(), queue.SimpleQueue)
        self.assertNotIsInstance(queue.Queue(), queue.SimpleQueue)
        for name in ("__name__", "__qualname__", "__module__", "__doc__"):
            self.assertEqual(getattr(queue.SimpleQueue, name), getattr(NativeSimpleQueue, name))
        self.assertRegex(repr(q), "^<_queue.SimpleQueue object at 0x")
        self.assertFalse(hasattr(q, "__dict__"))
        self.assertEqual(self.refusals(queue.SimpleQueue), self.refusals(NativeSimpleQueue))

    def test_the_class_goes_into_pickles_and_tables_by_type_treat_it_as_the_native_one(self):
        for dumps in (pickle.dumps, pickle._dumps):
            self.assertIs(pickle.loads(dumps(queue.SimpleQueue)), queue.SimpleQueue)
        self.assertEqual({NativeSimpleQueue: "queue"}[type(queue.SimpleQueue())], "queue")
        self.assertEqual({queue.SimpleQueue: "queue"}[type(NativeSimpleQueue())], "queue")

        class Mine(queue.SimpleQueue):
            pass

        self.assertNotEqual(Mine, queue.SimpleQueue)
        self.assertNotIn(Mine, {NativeSimpleQueue, queue.SimpleQueue})

    def refusals(self, make):
        outcomes = []
        for wrong in (lambda: make(1), lambda: pickle.dumps(make()), lambda: make().get(timeout=-1)):
            with self.assertRaises((TypeError, ValueError)) as caught:
                wrong()
            outcomes.append((type(caught.exception), str(caught.exception)))
        return outcomes

    def test_the_standard_librarys_own_stay_native(self):
        made = eval(compile("SimpleQueue()", threading.__file__, "eval"), {"SimpleQueue": queue.SimpleQueue})
        self.assertIs(type(made), NativeSimpleQueue)

    def test_a_subclass_of_the_program(self):
        class Mine(queue.SimpleQueue):
            pass

        q = Mine()
        q.put(1)
        self.assertEqual(q.get(), 1)
        self.assertIs(type(q), Mine)
        self.assertNotIsInstance(queue.SimpleQueue(), Mine)
        self.assertEqual(self.story(q)[0], "NEW 0")

    def test_puts_gets_and_where_items_came_from(self):
        q = queue.SimpleQueue()
        q.put("a")
        q.put_nowait("b")
        self.assertEqual([q.get(), q.get_nowait()], ["a", "b"])
        self.assertEqual(
            self.story(q),
            ["NEW 0", "PUT 1 #1", "PUT 2 #2", "GET 1 #1", "TOOK 1 #1", "GET 0 #2", "TOOK 2 #2"],
        )
        self.assertEqual(q._raceway.came, {})

    def test_a_finalizers_put_comes_after_the_one_that_it_interrupts(self):
        q, numbers, came_out = queue.SimpleQueue(), itertools.count(), []

        class Circular:
            def __init__(self):
                self.itself = self

            def __del__(self):
                q.put(next(numbers))

        threshold = gc.get_threshold()
        self.addCleanup(gc.set_threshold, *threshold)
        gc.set_threshold(5)
        while len(came_out) < 2000:
            Circular()
            q.put(next(numbers))
            came_out.append(q.get())
        self.assertEqual(came_out, list(range(2000)))

    def test_one_object_put_several_times(self):
        q, thing = queue.SimpleQueue(), object()
        for item in (thing, thing, "other", thing):
            q.put(item)
        for _ in range(4):
            q.get()
        took = [text for text in self.story(q) if text.startswith("TOOK")]
        self.assertEqual(took, ["TOOK 3 #3"])  # of the others nobody can tell
        self.assertEqual((q._raceway.came, q._raceway.doubtful), ({}, {}))

    def test_a_get_that_waits(self):
        q = queue.SimpleQueue()
        getter = Helper(q.get)
        until(lambda: any("WAIT" in text for text in self.story(q)))
        q.put("x")
        self.assertEqual(getter.finish(), "x")
        self.assertEqual(self.story(q, self.lane_of(getter)), ["WAIT GET got", "GET 0 #1", "TOOK 1 #1"])

    def test_tries_that_fail(self):
        q = queue.SimpleQueue()
        for get in (q.get_nowait, lambda: q.get(timeout=0.001)):
            with self.assertRaises(queue.Empty) as caught:
                get()
            self.assertIsNone(caught.exception.__context__)
        with self.assertRaises(OverflowError):
            q.get(timeout=1e300)
        self.assertEqual(self.story(q), ["NEW 0", "MISSED 6 #1", "WAIT GET timed out", "WAIT GET exception"])


if __name__ == "__main__":
    unittest.main()
