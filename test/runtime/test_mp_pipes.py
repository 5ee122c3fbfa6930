"""Pipe of multiprocessing: messages of both ends, waits for them, ends that travel."""

import sys
import unittest

from support.shared import SharedCase, waits_for


@unittest.skipIf(sys.platform == "win32", "pipes of multiprocessing are not traced on Windows")
class Pipes(SharedCase):
    def test_messages_of_both_ends(self):
        for method in ("fork", "spawn"):
            with self.subTest(method=method):
                both, one = self.run_traced(
                    """
                    def work(end, writer):
                        end.send([1])
                        end.send_bytes(b"two")
                        print(end.recv(), flush=True)
                        writer.send("one way")

                    def main():
                        first, second = context.Pipe()
                        reader, writer = context.Pipe(False)
                        process = context.Process(target=work, args=(second, writer))
                        process.start()
                        second.close(); writer.close()
                        into = bytearray(8)
                        print(first.recv(), first.recv_bytes_into(into), bytes(into), flush=True)
                        first.send("back")
                        print(reader.poll(50), b"one way" in reader.recv_bytes())
                        process.join()
                        try:
                            first.recv()
                        except EOFError:
                            print("end", first.closed)
                    """,
                    method,
                )
                said = "[1] 3 b'two\\x00\\x00\\x00\\x00\\x00'\nback\nTrue True\nend False\n"
                self.assertEqual(self.out, said)
                self.assertEqual([both.kind, one.kind], ["multiprocessing pipe"] * 2)
                moved = [(h.process, h.text, h.arg) for h in both.of("PUT", "GET")]
                self.assertEqual(sorted(moved[:4]), [(0, "GET", 0), (0, "GET", 0), (1, "PUT", 1), (1, "PUT", 1)])
                self.assertEqual(moved[4:], [(0, "PUT", 0), (1, "GET", 1)])
                self.assertEqual(
                    [(h.process, h.text, h.arg) for h in one.of("PUT", "GET")], [(1, "PUT", 1), (0, "GET", 0)]
                )
                for pipe in (both, one):
                    for text in ("PUT", "GET"):
                        for at, process in enumerate(h.process for h in pipe.of(text)):
                            self.assertIn(process, (0, 1), at)

    def test_waits_end_with_a_message_an_answer_and_the_end(self):
        text = """
            def main():
                first, second = context.Pipe()
                print(first.poll(), first.poll(0), first.poll(0.01), first.poll(-1))
                import threading
                def talk():
                    sys.stdin.readline()
                    second.send(1)
                    sys.stdin.readline()
                    second.close()
                thread = threading.Thread(target=talk)
                thread.start()
                print(first.poll(None), first.recv())
                try:
                    first.recv()
                except EOFError as error:
                    print("end")
                thread.join()
                try:
                    first.recv()
                except EOFError as error:
                    print("end")
        """
        (pipe,), code = self.converse(text, "fork", (self.waits(2), "send"), (self.waits(3), "close"))
        self.assertEqual((code, self.out, self.err), (0, "False False False False\nTrue 1\nend\nend\n", ""))
        self.assertEqual(pipe.story("WAIT"), ["0 WAIT GET timed out", "0 WAIT GET got", "0 WAIT GET failed"])
        self.assertEqual(pipe.story("PUT", "GET"), ["0 PUT", "0 GET"])

    def waits(self, times):
        return lambda resources: waits_for("GET")(resources) and resources[0].count("WAIT") == times

    def test_a_message_that_is_too_large_waits_for_the_reader(self):
        text = """
            def work(end):
                end.send_bytes(bytes(5_000_000))

            def main():
                first, second = context.Pipe()
                process = context.Process(target=work, args=(second,))
                process.start()
                sys.stdin.readline()
                print(len(first.recv_bytes()))
                process.join()
        """
        (pipe,), code = self.converse(text, "spawn", (waits_for("PUT"), "go on"))
        self.assertEqual((code, self.out, self.err), (0, "5000000\n", ""))
        self.assertEqual(pipe.story("PUT", "WAIT PUT", "GET"), ["1 PUT", "1 WAIT PUT got", "0 GET"])

    def test_an_end_that_is_sent_through_another_pipe(self):
        carrier, pipe = self.run_traced("""
            def work(end):
                other = end.recv()
                other.send("from afar")
                other.close()

            def main():
                first, second = context.Pipe()
                near, far = context.Pipe()
                process = context.Process(target=work, args=(second,))
                process.start()
                first.send(far)
                print(near.recv())
                process.join()
        """)
        self.assertEqual(self.out, "from afar\n")
        self.assertEqual([(h.process, h.arg) for h in pipe.of("PUT")], [(1, 1)])
        self.assertEqual([(h.process, h.arg) for h in pipe.of("GET")], [(0, 0)])
        self.assertEqual(carrier.story("PUT", "GET"), ["0 PUT", "1 GET"])

    def test_looks_and_errors(self):
        self.assert_as_untraced("""
            def attempt(call, *args, **kwargs):
                try:
                    print(call(*args, **kwargs))
                except BaseException as error:
                    print(type(error).__name__, error)

            def main():
                first, second = context.Pipe()
                reader, writer = context.Pipe(duplex=False)
                attempt(reader.send, 1)
                attempt(writer.recv)
                attempt(writer.poll)
                attempt(first.send, lambda: 1)
                attempt(first.poll, "x")
                attempt(first.send_bytes, b"abc", 5)
                first.send_bytes(b"abcdef")
                attempt(second.recv_bytes_into, bytearray(2))
                first.send_bytes(b"abcdef")
                attempt(second.recv_bytes, 3)
                print(second.readable, second.writable)
                first.close()
                attempt(first.send, 1)
                attempt(first.recv)
                attempt(first.poll, 1)
                reader.close()
                attempt(writer.send, 1)
        """)


class Dummy(SharedCase):
    def test_multiprocessing_dummy_is_made_of_threads(self):
        resources = self.run_traced("""
            from multiprocessing import dummy

            def work(lock, queue):
                with lock:
                    queue.put(1)

            def main():
                lock = dummy.Lock()
                queue = dummy.Queue()
                semaphore = dummy.Semaphore(2)
                event = dummy.Event()
                process = dummy.Process(target=work, args=(lock, queue))
                process.start()
                print(queue.get())
                process.join()
        """)
        kinds = [resource.kind for resource in resources]
        self.assertEqual(kinds, ["threading lock", "threading queue", "threading semaphore", "threading event"])
        self.assertEqual(resources[0].story(), ["0 HOLD"])
        self.assertEqual(resources[1].story("PUT", "GET"), ["0 PUT", "0 GET"])


if __name__ == "__main__":
    unittest.main()
