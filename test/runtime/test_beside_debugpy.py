"""The debugger of VS Code with the race observer: stops at the same lines, shows the same frames and variables."""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import unittest

from support.beside import WAYS, ToolCase, needs_packages
from support.debug_client import PATIENCE_SECONDS, DebugClient
from support.programs import TIMEOUT_SECONDS

PROGRAM = """import threading

counter = 0
met = threading.Barrier(2)


def one():
    return 1


def work(name):
    global counter
    seen = counter
    met.wait()
    counter = (
        seen
        + one()
    )
    return name


def outer():
    total = 0

    def inner():
        nonlocal total
        total = (
            one()
            if total
            else total + one()
        )
        return total

    inner()
    return total


threads = [threading.Thread(target=work, args=(name,), name=name) for name in ("first", "second")]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(work.__name__, counter)
threading.Thread(target=met.wait).start()
work("third")
print(counter, outer())
"""
LINES = {number: line for number, line in enumerate(PROGRAM.split("\n"), 1)}
READ = next(number for number, line in LINES.items() if "seen = counter" in line)
WAIT = READ + 1
WRITE = next(number for number, line in LINES.items() if "counter = (" in line)
INNER = next(number for number, line in LINES.items() if "total = (" in line)
# Groups of the debugger's own; and the one local that a function gets whose locals are shared (docs/limits.md).
NOT_COMPARED = ("special variables", "function variables", "class variables", ".raceway0")


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Session:
    """A program under debugpy, from its start to its end; `story` is all that a user saw."""

    def __init__(self, case, way, breakpoints):
        self.case, self.path = case, os.path.join(case.workshop.folder, "app.py")
        self.story, self.client = [], None
        port = free_port()
        logs = tempfile.mkdtemp(dir=case.workshop.folder)
        listen = "--listen", "127.0.0.1:%d" % port, "--wait-for-client", "--log-to", logs
        self.program = case.start_way(way, "-Xfrozen_modules=off", "-m", "debugpy", *listen, self.path)
        case.addCleanup(self.close)
        # The adapter, another process, takes clients from its first moment on, but loses those that come before the program.
        until_logged(logs, "No active debug session for parent process of Server", self.program)
        self.client = DebugClient(port)
        self.client.ask("initialize", clientID="test", adapterID="debugpy", pathFormat="path", linesStartAt1=True)
        attached = self.client.send("attach", justMyCode=True, subProcess=False)
        self.client.event("initialized")
        answer = self.client.ask("setBreakpoints", source={"path": self.path}, breakpoints=breakpoints)
        self.story.append([(point["verified"], point["line"]) for point in answer["breakpoints"]])
        self.client.ask("configurationDone")
        self.client.answer(attached)

    def close(self):
        if self.client:
            self.client.close()
        if self.program.poll() is None:
            self.program.kill()
        self.program.communicate()

    def stopped(self):
        """Wait for the next stop and write down what a user sees there; False when the program is over."""
        name, body = self.client.event("stopped", "terminated")
        if name == "terminated":
            return False
        self.thread = body["threadId"]
        frames = self.client.ask("stackTrace", threadId=self.thread)["stackFrames"]
        mine = [frame for frame in frames if frame.get("source", {}).get("path") == self.path]
        self.frame, self.line = frames[0]["id"], frames[0]["line"]
        self.story.append((body["reason"], [(frame["name"], frame["line"], frame["column"]) for frame in mine]))
        # All frames, so that one of ours would show.
        self.story.append([(frame["name"], os.path.basename(frame["source"]["path"])) for frame in frames])
        for scope in self.client.ask("scopes", frameId=self.frame)["scopes"]:
            shown = self.client.ask("variables", variablesReference=scope["variablesReference"])["variables"]
            values = [(each["name"], each["type"], plain(each["value"])) for each in shown]
            self.story.append((scope["name"], [value for value in values if value[0] not in NOT_COMPARED]))
        return True

    def evaluate(self, *expressions):
        for expression in expressions:
            answer = self.client.ask("evaluate", expression=expression, frameId=self.frame, context="hover")
            self.story.append((expression, plain(answer["result"])))

    def step(self, how="next"):
        self.client.ask(how, threadId=self.thread)

    def finish(self):
        self.client.ask("disconnect")
        out, err = self.program.communicate(timeout=TIMEOUT_SECONDS)
        self.story.append((self.program.returncode, out, err))
        return self.story


def until_logged(folder, text, program):
    """Wait until the adapter has written `text` into its log."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not any(text in read(os.path.join(folder, name)) for name in os.listdir(folder) if "adapter" in name):
        if program.poll() is not None or time.monotonic() > deadline:
            raise AssertionError("the debugger does not listen")
        time.sleep(0.01)


def read(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read()


def plain(value):
    """Without addresses and thread numbers."""
    return re.sub(r"0x[0-9a-f]+|\d{6,}", "…", value)


@needs_packages
class Debugpy(ToolCase):
    def setUp(self):
        super().setUp()
        self.workshop.write("app.py", PROGRAM)

    def start_way(self, way, *arguments):
        """As `run_way`, and returns at once."""
        settings = self.settings(way, {"PYDEVD_DISABLE_FILE_VALIDATION": "1"})
        return subprocess.Popen(
            [sys.executable, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            universal_newlines=True, cwd=self.workshop.folder, env=settings,
        )  # fmt: skip

    def assert_same_story(self, tell):
        expected = tell(WAYS[0])
        for way in WAYS[1:3]:
            with self.subTest(way):
                self.assertEqual(tell(way), expected)
        self.assertEqual(self.sources(), {"app.py": None})
        return expected

    def test_stops_and_steps_through_updates(self):
        # In the main thread alone: where two stop at once, the debugger tells of one.
        only = "threading.current_thread() is threading.main_thread()"
        breakpoints = [{"line": line, "condition": only} for line in (READ, WRITE, INNER)]

        def tell(way):
            session = Session(self, way, breakpoints)
            while session.stopped():
                session.evaluate("[counter, one() + 1]")
                # With Raceway there is something to step into: what records the wait (docs/limits.md).
                session.step("next" if session.line == WAIT else "stepIn")
            return session.finish()

        story = self.assert_same_story(tell)
        stops = [entry[1][0][1] for entry in story if entry[0] in ("breakpoint", "step")]
        self.assertEqual(stops[:2], [READ, READ + 1])
        self.assertIn(WRITE, stops)
        self.assertIn(INNER, stops)
        self.assertEqual(self.lost(), {"counter": (1, True)})


if __name__ == "__main__":
    unittest.main()
