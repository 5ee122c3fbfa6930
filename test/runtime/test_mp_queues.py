"""Queue, JoinableQueue and SimpleQueue of multiprocessing: puts, what feeders send, gets, depth, waits."""

import signal
import unittest

from support.shared import INTERRUPT, SharedCase, waits_for


class Queues(SharedCase):
    def test_what_was_put_sent_and_got(self):
        for method in ("fork", "spawn", "forkserver"):
            with self.subTest(method=method):
                (queue,) = self.run_traced(
                    """
                    def work(queue, back):
                        for item in "ab":
                            queue.put(item)

                    def main():
                        queue = context.Queue(5)
                        processes = [context.Process(target=work, args=(queue, None)) for _ in range(2)]
                        for process in processes:
                            process.start()
                        print(sorted(queue.get() for _ in range(4)))
                        for process in processes:
                            process.join()
                        queue.close()
                        queue.join_thread()
                    """,
                    method,
                )
                self.assertEqual(self.out, "['a', 'a', 'b', 'b']\n")
                self.assertEqual((queue.kind, queue.parameter), ("multiprocessing queue", 5))
                for process in (1, 2):
                    puts = [h for h in queue.of("PUT") if h.process == process]
                    sents = [h for h in queue.of("SENT") if h.process == process]
                    self.assertEqual(([h.seq for h in puts], [h.arg for h in sents]), ([1, 2], [1, 2]))
                    for put, sent in zip(puts, sents):
                        self.assertLessEqual(put.time, sent.time)
                gets = queue.of("GET")
                self.assertEqual([(h.process, h.seq) for h in gets], [(0, 1), (0, 2), (0, 3), (0, 4)])
                for sent, get in zip(queue.of("SENT"), gets):  # the n-th get took the n-th that was sent
                    self.assertLessEqual(sent.time, get.time)
                self.assertEqual(gets[-1].arg, 0)

    def test_tries_waits_and_depth_in_one_process(self):
        (queue,) = self.run_traced("""
            def attempt(call, *args):
                try:
                    return call(*args)
                except (Empty, Full) as error:
                    return type(error).__name__

            def main():
                queue = context.Queue(2)
                print(attempt(queue.get, False), attempt(queue.get, True, 0.01), attempt(queue.get, True, 0))
                print(attempt(queue.put, 1), attempt(queue.put, 2))
                print(attempt(queue.put, 3, False), attempt(queue.put, 3, True, 0.01), attempt(queue.put, 3, True, -1))
                print(queue.get(), queue.get(True, 50), queue.qsize(), queue.empty())
                queue.close()
                queue.join_thread()
        """)
        self.assertEqual(self.out, "Empty Empty Empty\nNone None\nFull Full Full\n1 2 0 True\n")
        story = [text for text in queue.story() if "SENT" not in text and "GET got" not in text]
        self.assertEqual(
            story,
            [
                "0 MISSED",
                "0 WAIT GET timed out",
                "0 MISSED",
                "0 PUT",
                "0 PUT",
                "0 MISSED",
                "0 WAIT PUT timed out",
                "0 MISSED",
            ]
            + ["0 GET", "0 GET"],
        )
        self.assertEqual([h.arg for h in queue.of("PUT", "GET")], [1, 2, 1, 0])
        self.assertEqual([h.arg for h in queue.of("MISSED")], [6, 6, 7, 7])

    WAIT = """
        def work(queue):
            queue.put(queue.get())
            queue.put(2)
            print("child", flush=True)

        def main():
            queue = context.{kind}
            process = context.Process(target=work, args=(queue,))
            process.start()
            sys.stdin.readline()
            queue.put({first})
            {more}
            process.join()
    """

    def test_a_wait_for_an_item_and_one_for_room(self):
        for method in ("fork", "spawn"):
            with self.subTest(method=method):
                text = self.WAIT.format(kind="Queue(1)", first=1, more="sys.stdin.readline(); queue.get(); queue.get()")
                steps = ((waits_for("GET"), "put"), (waits_for("PUT"), "get"))
                (queue,), code = self.converse(text, method, *steps)
                self.assertEqual((code, self.out, self.err), (0, "child\n", ""))
                self.assertEqual([t for t in queue.story("WAIT") if t[0] == "1"], ["1 WAIT GET got", "1 WAIT PUT got"])
                first = queue.of("WAIT")[0]
                (got,) = [h for h in queue.of("GET") if h.process == 1]
                self.assertLessEqual(first.end, got.time)
                self.assertLessEqual(queue.of("PUT")[0].time, first.end)

    @unittest.skipUnless(hasattr(signal, "pthread_kill"), "signals work otherwise on Windows")
    def test_an_interrupted_get_ends_its_wait_and_lets_go_of_the_queue(self):
        for kind in ("Queue()", "SimpleQueue()"):
            with self.subTest(kind=kind):
                text = """
                    def main():
                        queue = context.%s
                        try:
                            queue.get()
                        except KeyboardInterrupt:
                            print("interrupted")
                        queue.put(1)
                        print(queue.get())
                """
                (queue,), code = self.converse(text % kind, "fork", (waits_for("GET"), INTERRUPT))
                self.assertEqual((code, self.out, self.err), (0, "interrupted\n1\n", ""))
                self.assertEqual(queue.story("WAIT")[0], "0 WAIT GET exception")
                self.assertEqual(queue.story("PUT", "GET"), ["0 PUT", "0 GET"])

    def test_an_item_that_cannot_be_pickled_is_not_sent(self):
        path = self.write(
            """
            def main():
                queue = context.Queue()
                queue.put(lambda: 1)
                queue.put(2)
                print(queue.get())
            """,
            "fork",
        )
        self.assertEqual(self.workshop.traced(path).out, "2\n")
        (queue,) = self.resources()
        self.assertEqual([h.arg for h in queue.of("SENT")], [2])
        self.assertEqual((queue.count("PUT"), queue.count("GET")), (2, 1))

    def test_queues_of_the_library_are_no_resources(self):
        resources = self.run_traced("""
            from concurrent.futures import ProcessPoolExecutor

            def main():
                with ProcessPoolExecutor(1, mp_context=context) as pool:
                    print(pool.submit(abs, -1).result())
        """)
        self.assertEqual(resources, [])


class JoinableQueues(SharedCase):
    def test_tasks_done_and_join(self):
        for method in ("fork", "spawn"):
            with self.subTest(method=method):
                text = """
                    def work(queue):
                        sys.stdin = open(0, closefd=False)
                        while queue.get() is not None:
                            queue.task_done()
                        queue.task_done()

                    def main():
                        queue = context.JoinableQueue()
                        process = context.Process(target=work, args=(queue,))
                        queue.put(1)
                        queue.put(None)
                        process.start()
                        queue.join()
                        process.join()
                        try:
                            queue.task_done()
                        except ValueError as error:
                            print(error)
                """
                (queue,) = self.run_traced(text, method)
                self.assertEqual(self.out, "task_done() called too many times\n")
                self.assertEqual(queue.kind, "multiprocessing joinable-queue")
                self.assertEqual(queue.story("PUT", "GET"), ["0 PUT", "0 PUT", "1 GET", "1 GET"])
                self.assertEqual([(h.process, h.arg) for h in queue.of("TASK_DONE")], [(1, 1), (1, 0)])
                self.assertEqual(queue.story("WAIT QUEUE_JOIN"), ["0 WAIT QUEUE_JOIN got"])
                self.assertEqual(queue.story("OVER_RELEASE"), ["0 OVER_RELEASE"])


class SimpleQueues(SharedCase):
    def test_puts_gets_and_waits(self):
        for method in ("fork", "spawn"):
            with self.subTest(method=method):
                text = Queues.WAIT.format(kind="SimpleQueue()", first=1, more="queue.get(), queue.get()")
                (queue,), code = self.converse(text, method, (waits_for("GET"), "go on"))
                self.assertEqual((code, self.out, self.err), (0, "child\n", ""))
                self.assertEqual(queue.kind, "multiprocessing simple-queue")
                self.assertEqual(queue.story("WAIT")[0], "1 WAIT GET got")
                self.assertEqual((queue.count("PUT"), queue.count("GET")), (3, 3))
                for put, get in zip(queue.of("PUT"), queue.of("GET")):
                    self.assertLessEqual(put.time, get.time)

    def test_a_put_that_is_too_large_waits_for_the_reader(self):
        text = """
            def work(queue):
                queue.put(bytes(300_000))

            def main():
                queue = context.SimpleQueue()
                process = context.Process(target=work, args=(queue,))
                process.start()
                sys.stdin.readline()
                print(len(queue.get()))
                process.join()
        """
        (queue,), code = self.converse(text, "fork", (waits_for("PUT"), "go on"))
        self.assertEqual((code, self.out, self.err), (0, "300000\n", ""))
        self.assertEqual(queue.story(), ["1 PUT", "1 WAIT PUT got", "0 GET"])


class AsWithoutUs(SharedCase):
    def test_errors_subclasses_and_closing(self):
        self.assert_as_untraced("""
            import gc, pickle, weakref
            from multiprocessing import queues

            class Mine(queues.JoinableQueue):
                def put(self, item, *args):
                    print("mine", item, args)
                    super().put(item, *args)

            def attempt(call, *args, **kwargs):
                try:
                    print(call(*args, **kwargs))
                except BaseException as error:
                    print(type(error).__name__, "" if "argument" in str(error) or "Queue" in str(error) else error)

            def main():
                mine = Mine(ctx=context)
                mine.put(3)
                attempt(mine.get, timeout="x")
                attempt(mine.get, True, 50)
                attempt(mine.put, 1, 2, 3, 4)
                attempt(mine.put, 1, "x", "y")
                mine.task_done()
                mine.join()
                for queue in (mine, context.Queue(), context.SimpleQueue()):
                    attempt(pickle.dumps, queue)
                    queue.put("last")
                    attempt(queue.get)
                    if hasattr(queue, "close"):
                        queue.close()
                        attempt(queue.get)
                        attempt(queue.put, 1)
                empty = context.Queue()
                empty.cancel_join_thread()
                attempt(empty.join_thread)
                gone = weakref.ref(empty)
                del empty
                print(gone() is None)
                unmade = queues.Queue.__new__(queues.Queue)
                attempt(unmade.put, 1)
                attempt(unmade.get)
        """)


if __name__ == "__main__":
    unittest.main()
