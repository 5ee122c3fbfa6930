"""What tracing costs: one lock, many locks, four threads on one lock, start-up. Prints one JSON object (tools/bench.mjs).

Each number is a difference or a ratio of runs that alternate in this process or in fresh ones, several times over.
"""

import json
import os
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "test", "runtime"))
sys.dont_write_bytecode = True

HOT_LOOP = """
import threading, time
lock = threading.Lock()
def work():
    for _ in range(300_000):
        with lock:
            pass
threads = [threading.Thread(target=work) for _ in range(4)]
cpu = time.process_time()
for thread in threads: thread.start()
for thread in threads: thread.join()
print(time.process_time() - cpu)
"""


def ns_each(function, rounds):
    start = time.perf_counter_ns()
    function(rounds)
    return (time.perf_counter_ns() - start) / rounds


def with_lock(lock):
    def loop(rounds):
        for _ in range(rounds):
            with lock:
                pass

    return loop


def nothing(rounds):
    for _ in range(rounds):
        pass


def lock_rows(threading, locks, native_lock, native_rlock):
    rows = {}

    def row(name, values, unit="ns", aim=""):
        rows.setdefault(name, {"name": name, "unit": unit, "aim": aim, "values": []})["values"].append(values)

    recorded, counted, rlock = threading.Lock(), threading.Lock(), threading.RLock()
    recorded.left = rlock.left = 1 << 40
    counted.left = 1
    for _ in range(9):
        empty = ns_each(nothing, 20_000)
        row("with lock, native", round(ns_each(with_lock(native_lock), 20_000) - empty))
        row("with lock, counted", round(ns_each(with_lock(counted), 20_000) - empty), aim="native + 100")
        row("with lock, recorded", round(ns_each(with_lock(recorded), 10_000) - empty), aim="≤ 700")
        row("with rlock, native", round(ns_each(with_lock(native_rlock), 20_000) - empty))
        row("with rlock, recorded", round(ns_each(with_lock(rlock), 10_000) - empty))
    return list(rows.values())


def fork_row():
    """What a forked child looks through before it goes on: all objects that could point into its parent's recording."""
    from _raceway.attached import detach_all
    from _raceway.recorder import nowhere

    def detach(rounds):
        for _ in range(rounds):
            detach_all(nowhere)

    name = "a forked child of a small program looks through its objects"
    return {"name": name, "unit": "ms", "values": [round(ns_each(detach, 5) / 1e6, 2) for _ in range(7)]}


def creation_rows(threading):
    import gc
    import tracemalloc

    def make(rounds):
        kept.extend(threading.Lock() for _ in range(rounds))

    def use(rounds):
        for lock in kept:
            with lock:
                pass

    creating, first_use, size, used_size = [], [], [], []
    gc.disable()
    for _ in range(7):
        kept = []
        creating.append(round(ns_each(make, 5_000) / 1000, 2))
        first_use.append(round(ns_each(use, 5_000) / 1000, 2))
    for _ in range(3):
        kept = []
        tracemalloc.start()
        before = tracemalloc.get_traced_memory()[0]
        kept = [threading.Lock() for _ in range(2_000)]
        size.append(round((tracemalloc.get_traced_memory()[0] - before) / 2_000))
        use(2_000)
        used_size.append(round((tracemalloc.get_traced_memory()[0] - before) / 2_000))
        tracemalloc.stop()
    gc.enable()
    return [
        {"name": "creating a lock", "unit": "µs", "aim": "≤ 5", "values": creating},
        {"name": "its first use", "unit": "µs", "values": first_use},
        {"name": "size of a new lock", "unit": "B", "aim": "≤ 1024", "values": size},
        {"name": "size of a used lock", "unit": "B", "values": used_size},
    ]


def traced_environment(folder, control=None):
    os.makedirs(folder, exist_ok=True)
    run = {"version": 1, "open": True, "budgetBytes": 1 << 30, "children": "same", "prefix": None, "control": control}
    with open(os.path.join(folder, "run.json"), "w", encoding="ascii") as file:
        json.dump(run, file)
    environment = dict(os.environ, RACEWAY_RECORDING=folder)
    environment["PYTHONPATH"] = os.path.join(ROOT, "runtime", "inject")
    return environment


def output_of(arguments, environment):
    return subprocess.run([sys.executable] + arguments, env=environment, check=True, stdout=subprocess.PIPE).stdout


def program_rows():
    from support.control_host import ControlHost

    with tempfile.TemporaryDirectory(prefix="raceway-bench-") as folder:
        script = os.path.join(folder, "hot_loop.py")
        empty = os.path.join(folder, "empty.py")
        with open(script, "w", encoding="ascii") as file:
            file.write(HOT_LOOP)
        with open(empty, "w", encoding="ascii"):
            pass
        untraced = {
            name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "RACEWAY_RECORDING")
        }
        traced = traced_environment(folder)
        ratios = []
        for _ in range(5):
            plain = float(output_of([script], untraced))
            ratios.append(round(float(output_of([script], traced)) / plain, 2))
        host = ControlHost()
        controlled = traced_environment(os.path.join(folder, "controlled"), host.address)
        added, added_with_control = [], []
        for _ in range(15):
            times = []
            for environment in (untraced, traced, controlled):
                start = time.perf_counter()
                output_of([empty], environment)
                times.append(time.perf_counter() - start)
            added.append(round((times[1] - times[0]) * 1000, 1))
            added_with_control.append(round((times[2] - times[0]) * 1000, 1))
        host.close()
    return [
        {
            "name": "CPU of 4 threads × 300,000 on one lock, traced ÷ untraced",
            "unit": "×",
            "aim": "≤ 2",
            "values": ratios,
        },
        {"name": "start-up added", "unit": "ms", "aim": "≤ 30", "values": added},
        {"name": "start-up added, with a control socket", "unit": "ms", "aim": "≤ 30", "values": added_with_control},
    ]


def main():
    import threading

    from support.inprocess import InProcessRecording

    native_lock, native_rlock = threading.Lock(), threading.RLock()
    recording = InProcessRecording()
    from _raceway.instruments import locks

    locks.install(threading)
    rows = [fork_row()]
    rows += lock_rows(threading, locks, native_lock, native_rlock) + creation_rows(threading)
    recording.close()
    rows += program_rows()
    json.dump({"rows": rows}, sys.stdout)


if __name__ == "__main__":
    main()
