"""Many threads, processes and tasks: each is told of, none twice. RACEWAY_LONG=1 takes as many as a large program has."""

import os
import unittest

from support.children import ChildrenCase

LONG = int(os.environ.get("RACEWAY_LONG", "0"))

THREADS = """
import threading
lock = threading.Lock()
def work():
    with lock:
        pass
def start():
    thread = threading.Thread(target=work)
    thread.start()
    return thread
for thread in [start() for _ in range({at_once})]:
    thread.join()
for _ in range({in_turn}):
    start().join()
"""

PROCESSES = """
import os
for pid in [os.fork() or os._exit(7) for _ in range({processes})]:
    os.waitpid(pid, 0)
"""

TASKS = """
import asyncio
async def main():
    await asyncio.gather(*[asyncio.sleep(0) for _ in range({tasks})])
asyncio.run(main())
"""


class Many(ChildrenCase):
    def test_threads(self):
        at_once, in_turn = (200, 2000) if LONG else (20, 100)
        process = self.trace(THREADS.format(at_once=at_once, in_turn=in_turn)).processes[0]
        kinds = [record.kind for records in process.records.values() for record in records]
        self.assertEqual(kinds.count("THREAD_START"), at_once + in_turn)
        self.assertEqual(
            len([row for row in process.rows("lane") if row["name"].startswith("Thread-")]), at_once + in_turn
        )

    @unittest.skipUnless(hasattr(os, "fork"), "no fork on this system")
    def test_processes(self):
        count = 50 if LONG else 8
        recording = self.trace(PROCESSES.format(processes=count))
        self.assertEqual(self.exit_codes(recording.processes[0]), [7] * count)
        self.assertEqual(len(recording.processes), 1 + count)

    def test_tasks(self):
        count = 10000 if LONG else 300
        process = self.trace(TASKS.format(tasks=count)).processes[0]
        starts = [record for records in process.records.values() for record in records if record.kind == "TASK_START"]
        own = {row["id"] for row in process.rows("lane") if row["internal"]}
        self.assertEqual(len([one for one in starts if one.words[2] >> 40 not in own]), 1 + count)
        self.assertEqual(len({one.words[2] >> 40 for one in starts}), len(starts))
