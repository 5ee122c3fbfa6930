"""CPU of whole programs, all of their processes, untraced, traced and under VizTracer; what a start costs is told apart.

A tracer's CPU for an empty program is its start-up (and VizTracer's writing of an empty trace); it is taken off the others.
What the start of a child process costs stays in. VizTracer writes its file within the program, Raceway's host reads beside it.
"""

import os
import resource

from support.ways import ROOT, Rows, Runner

ROUNDS = 5
PROGRAMS = {
    "lock-heavy: 4 threads, 100,000 holds each": """
import threading
lock, total = threading.Lock(), 0
def work():
    global total
    for _ in range(100_000):
        with lock:
            total += 1
threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()
assert total == 400_000
""",
    "queue-heavy: 40,000 items through 2 queues": """
import queue, threading
first, second = queue.Queue(100), queue.Queue(100)
def pass_on():
    for item in iter(first.get, None): second.put(item + 1)
    second.put(None)
def produce():
    for number in range(40_000): first.put(number)
    first.put(None)
threads = [threading.Thread(target=work) for work in (pass_on, produce)]
for thread in threads: thread.start()
assert sum(iter(second.get, None)) == 800_020_000
for thread in threads: thread.join()
""",
    "small items: 20,000 through a pool of threads": """
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(4) as pool: assert sum(pool.map(abs, range(20_000))) == 199_990_000
""",
    "small items: 40,000 through a pool of processes": """
from multiprocessing import Pool
if __name__ == "__main__":
    with Pool(2) as pool: assert sum(pool.imap(abs, range(40_000), 20)) == 799_980_000
""",
    "asyncio: 100 tasks, 500 switches each": """
import asyncio
async def work():
    for _ in range(500): await asyncio.sleep(0)
async def main(): await asyncio.gather(*[work() for _ in range(100)])
asyncio.run(main())
""",
}
SAMPLES = [
    "fibonacci_threads",
    "fibonacci_processes",
    "pool_map",
    "joinable_queue_pipeline",
    "asyncio_model",
    "locked_counter",
]


def cpu_of(runner, way, script):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    runner.output(way, script)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    runner, rows = Runner(), Rows()
    empty = runner.write("empty.py", "")
    programs = [
        (name, runner.write("program%d.py" % number, text), "≤ 2 ×")
        for number, (name, text) in enumerate(PROGRAMS.items())
    ]
    samples = os.path.join(ROOT, "samples")
    names = [name for name in SAMPLES if os.path.exists(os.path.join(samples, name + ".py"))]
    programs += [("samples/%s.py" % name, os.path.join(samples, name + ".py"), "≤ 1.1 ×") for name in names]
    for _ in range(ROUNDS):
        for way in runner.ways:
            start = cpu_of(runner, way, empty)
            rows.add("start-up", "ms", way, round(start * 1000, 1))
            for name, script, aim in programs:
                rows.add(name, "ms", way, round((cpu_of(runner, way, script) - start) * 1000, 1), aim)
    runner.close()
    rows.print()


if __name__ == "__main__":
    main()
