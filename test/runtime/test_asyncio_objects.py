"""asyncio's locks, conditions, events, semaphores, barriers and queues: what is recorded of them, in which order."""

import asyncio
import pickle
import unittest

from support.tasks import TasksCase


class Stories(TasksCase):
    def told(self, main, *names):
        """Story of the object that `main()` returns, then the ends of the steps of the tasks with these names."""
        thing = self.run_tasks(main())
        return [self.story(thing)] + [[step.partition(" → ")[2] for step in self.life(name)] for name in names]

    def test_a_lock_that_is_waited_for(self):
        async def main():
            lock = asyncio.Lock()
            await lock.acquire()

            async def second():
                async with lock:
                    pass

            task = asyncio.create_task(second(), name="second")
            await asyncio.sleep(0)
            lock.release()
            await task
            with self.assertRaises(RuntimeError):
                lock.release()
            return lock

        story, second = self.told(main, "second")
        self.assertEqual(story, ["NEW 0", "HOLD", "HOLD", "OVER_RELEASE 0 #0"])
        self.assertRegex(second[0], "^LOCK")
        self.assertEqual(second[1:], ["returned"])

    def test_holds_end_and_are_numbered(self):
        async def main():
            lock = asyncio.Lock()
            for _ in range(3):
                async with lock:
                    pass
            return lock

        lock = self.run_tasks(main())
        holds = self.recording.holds(self.number(lock))
        self.assertEqual([seq for seq, _, _ in holds], [1, 2, 3])
        for _, start, end in holds:
            self.assertLessEqual(start, end)

    def test_a_wait_for_a_lock_that_is_cancelled(self):
        async def main():
            lock = asyncio.Lock()
            await lock.acquire()
            task = asyncio.create_task(lock.acquire(), name="gives up")
            await asyncio.sleep(0)
            task.cancel()
            await asyncio.wait([task])
            lock.release()
            return lock

        story, task = self.told(main, "gives up")
        self.assertEqual(story, ["NEW 0", "HOLD"])
        self.assertEqual(task[1:], ["cancelled"])

    def test_a_condition_and_its_own_lock(self):
        async def main():
            condition = asyncio.Condition()

            async def waits():
                async with condition:
                    await condition.wait()

            tasks = [asyncio.create_task(waits(), name="waits-%d" % number) for number in range(2)]
            await asyncio.sleep(0)
            async with condition:
                condition.notify()
                condition.notify_all()
            await asyncio.gather(*tasks)
            return condition

        story, waits = self.told(main, "waits-0")
        self.assertEqual(
            story, ["NEW 0", "HOLD", "HOLD", "HOLD", "NOTIFY 1 #1", "NOTIFY 1 #all", "HOLD_AGAIN", "HOLD_AGAIN"]
        )
        self.assertRegex(waits[0], "^CONDITION")

    def test_a_condition_of_the_programs_lock(self):
        made = []

        async def main():
            lock = asyncio.Lock()
            condition = asyncio.Condition(lock)
            made.append(lock)
            async with condition:
                pass
            return condition

        story = self.told(main)[0]
        self.assertEqual(story, ["NEW %d" % self.number(made[0])])
        self.assertEqual(self.story(made[0]), ["NEW 0", "HOLD"])

    def test_an_event(self):
        async def main():
            event = asyncio.Event()
            task = asyncio.create_task(event.wait(), name="waits")
            await asyncio.sleep(0)
            event.set()
            await task
            await event.wait()
            event.clear()
            return event

        story, waits = self.told(main, "waits")
        self.assertEqual(story, ["NEW 0", "SET 0 #0", "PASSED 0 #0", "PASSED 0 #0", "CLEAR 0 #0"])
        self.assertRegex(waits[0], "^EVENT")

    def test_a_semaphore(self):
        async def main():
            semaphore = asyncio.BoundedSemaphore(1)
            await semaphore.acquire()
            task = asyncio.create_task(semaphore.acquire(), name="second")
            await asyncio.sleep(0)
            semaphore.release()
            await task
            semaphore.release()
            with self.assertRaises(ValueError):
                semaphore.release()
            return semaphore

        story, second = self.told(main, "second")
        # The value that a release leaves is 0 where it gives the permit to who waits (since 3.10), else 1.
        self.assertRegex(story[2], "^RELEASE [01] #1$")
        self.assertEqual(
            story[:2] + story[3:], ["NEW 1", "PERMIT 0 #1", "PERMIT 0 #2", "RELEASE 1 #1", "OVER_RELEASE 0 #0"]
        )
        self.assertRegex(second[0], "^SEMAPHORE")

    @unittest.skipUnless(hasattr(asyncio, "Barrier"), "since 3.11")
    def test_a_barrier(self):
        async def main():
            barrier = asyncio.Barrier(2)
            for number in range(2):
                tasks = [asyncio.create_task(barrier.wait(), name="p-%d-%d" % (number, party)) for party in range(2)]
                await asyncio.gather(*tasks)
            return barrier

        story, first = self.told(main, "p-0-0")
        self.assertEqual(story, ["NEW 2", "PASSED 1 #1", "PASSED 0 #1", "PASSED 1 #2", "PASSED 0 #2"])
        self.assertRegex(first[0], "^BARRIER")
        self.assertEqual({step.partition(" ")[0] for step in first[:-1]}, {"BARRIER"})

    def test_a_queue(self):
        async def main():
            queue = asyncio.Queue(1)

            async def consumes():
                for _ in range(3):
                    await queue.get()
                    queue.task_done()

            task = asyncio.create_task(consumes(), name="consumer")
            for item in range(3):
                await queue.put(item)
            await queue.join()
            with self.assertRaises(asyncio.QueueEmpty):
                queue.get_nowait()
            with self.assertRaises(ValueError):
                queue.task_done()
            await task
            return queue

        async def named():
            asyncio.current_task().set_name("producer")
            return await main()

        story, consumer, producer = self.told(named, "consumer", "producer")
        self.assertEqual([text for text in story if text[:3] == "PUT"], ["PUT 1 #1", "PUT 1 #2", "PUT 1 #3"])
        self.assertEqual([text for text in story if text[:3] == "GET"], ["GET 0 #1", "GET 0 #2", "GET 0 #3"])
        self.assertEqual(story[-2:], ["MISSED 6 #1", "OVER_RELEASE 0 #0"])
        self.assertRegex(producer[0], "^PUT")
        self.assertTrue([step for step in producer if step.startswith("QUEUE_JOIN")])
        self.assertTrue([step for step in consumer if step.startswith("GET")])

    def test_where_an_item_of_a_lifo_came_from(self):
        async def main():
            lifo = asyncio.LifoQueue()
            for item in (3, 1, 2):
                lifo.put_nowait(item)
            for _ in range(3):
                await lifo.get()
            return lifo

        took = [text for text in self.told(main)[0] if text.startswith("TOOK")]
        self.assertEqual(took, ["TOOK 3 #1", "TOOK 2 #2", "TOOK 1 #3"])

    def test_the_librarys_own_are_not_traced(self):
        async def main():
            queue = asyncio.Queue()
            return queue

        self.assertIsNone(self.run_tasks(main())._finished._raceway)

    def test_what_only_counts_after_the_budget(self):
        async def main():
            lock, queue = asyncio.Lock(), asyncio.Queue()
            lock._raceway.left = queue._raceway.left = 1
            for _ in range(4):
                async with lock:
                    await queue.put(1)
            return lock, queue

        lock, queue = self.run_tasks(main())
        self.assertEqual(self.recording.counted(self.number(lock)), 4)
        self.assertEqual(self.recording.counted(self.number(queue), 2), 4)

    def test_a_mark_is_not_pickled(self):
        async def main():
            return asyncio.Event()

        self.assertIsNone(pickle.loads(pickle.dumps(self.run_tasks(main())._raceway)))


if __name__ == "__main__":
    unittest.main()
