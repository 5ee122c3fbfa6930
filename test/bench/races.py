"""What the race observer costs: CPU of programs with it and without Raceway, and the rewriting itself (tools/bench.mjs).

Each program warms up first: its lines are noted one by one until they rest. It prints the CPU time of what follows.
"""

import json
import os
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "runtime"))
sys.dont_write_bytecode = True
REPEAT = 5
WARM_UP = 60_000
"""Rounds of each of the two threads before it is measured: more than a line is watched for at first."""

FRAME = """
import threading, time
{shared}
def measured(rounds):
{body}
warm, go = threading.Barrier(3), threading.Barrier(3)
def work():
    measured({warm_up})
    warm.wait()
    go.wait()
    measured({rounds})
threads = [threading.Thread(target=work) for _ in range(2)]
for thread in threads: thread.start()
warm.wait()
cpu = time.process_time()
go.wait()
for thread in threads: thread.join()
print(time.process_time() - cpu)
"""

GAP = "def never(): global x; x = later(x)\ndef later(value): return value\n"

PROGRAMS = {
    # name: (aim, what threads share, body of the loop's function, rounds)
    "locals only (fib)": (
        "1.0",
        "def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)",
        "for _ in range(rounds // 2000): fib(15)",
        400_000,
    ),
    "hot unlocked loop, x += 1": ("≤ 1.3", "x = 0", "global x\nfor _ in range(rounds): x += 1", 1_000_000),
    "the same, noted because of another line": (
        "≤ 1.3",
        "x = 0\n" + GAP,
        "global x\nfor _ in range(rounds): x += 1",
        1_000_000,
    ),
    "hot unlocked loop, x = f(x)": (
        "≤ 1.3",
        "x = 0\n" + GAP,
        "global x\nfor _ in range(rounds): x = later(x)",
        500_000,
    ),
    "lock loop": (
        "≤ 3",
        "x = 0\nlock = threading.Lock()\n" + GAP,
        "global x\nfor _ in range(rounds):\n    with lock: x += later(1)",
        100_000,
    ),
    "dict-heavy": (
        "≤ 3",
        "def later(value): return value",
        "d = CHECKED\nfor i in range(rounds):\n    k = i & 63\n    d[k] = d.get(k, 0) + later(1)".replace(
            "CHECKED", "shared"
        ),
        300_000,
    ),
    "attributes of one thread": (
        "≤ 2",
        "class P:\n    def __init__(self): self.i = self.n = 0\n    def step(self):\n        i = self.i\n"
        "        self.i = later(i) + 1\n        self.n += self.i & 1\ndef later(value): return value",
        "p = P()\nfor _ in range(rounds): p.step()",
        200_000,
    ),
}


def indent(text):
    return "\n".join(["    " + line for line in text.splitlines()])


def environment(folder, races):
    plain = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "RACEWAY_RECORDING")}
    plain["XDG_CACHE_HOME"] = folder
    if races is None:
        return plain
    recording = os.path.join(folder, races)
    os.makedirs(recording, exist_ok=True)
    run = {"version": 1, "open": True, "budgetBytes": 1 << 30, "children": "same", "prefix": None, "races": races}
    with open(os.path.join(recording, "run.json"), "w", encoding="ascii") as file:
        json.dump(run, file)
    return dict(plain, RACEWAY_RECORDING=recording, PYTHONPATH=os.path.join(ROOT, "runtime", "inject"))


def output_of(script, settings):
    return subprocess.run([sys.executable, script], env=settings, check=True, stdout=subprocess.PIPE).stdout


def loop_rows(folder):
    settings = environment(folder, None), environment(folder, "on")
    for name, (aim, shared, body, rounds) in PROGRAMS.items():
        if name == "dict-heavy":
            shared += "\nshared = {}"
        script = os.path.join(folder, "program.py")
        with open(script, "w", encoding="utf-8") as file:
            file.write(FRAME.format(shared=shared, body=indent(body), warm_up=WARM_UP, rounds=rounds))
        ratios = []
        for _ in range(REPEAT):
            plain, traced = [float(output_of(script, each)) for each in settings]
            ratios.append(round(traced / plain, 2))
        yield {"name": name, "unit": "×", "aim": aim, "values": ratios}


def sample_rows(folder):
    settings = environment(folder, None), environment(folder, "on")
    for name in ("unlocked_counter", "locked_counter"):
        script = os.path.join(ROOT, "samples", name + ".py")
        ratios = []
        for _ in range(REPEAT):
            times = []
            for each in settings:
                start = time.perf_counter()
                output_of(script, each)
                times.append(time.perf_counter() - start)
            ratios.append(round(times[1] / times[0], 2))
        yield {"name": "%s.py, start-up included" % name, "unit": "×", "aim": "≤ 1.1 without it", "values": ratios}


NOTES = {
    "one access of a global noted": ("FIXED", "_ = site.off or None in site.log or site.late", "≤ 250"),
    "one access of an attribute noted": (
        "ATTRIBUTE",
        "_ = site.off or (site in here.mail, None in site.log or site.late)",
        "≤ 800",
    ),
}


def note_rows():
    from _raceway.races import mode

    mode.choose({"races": "on"})
    for name, (target, note, aim) in NOTES.items():
        yield {"name": name, "unit": "ns", "aim": aim, "values": note_values(target, note)}


def note_values(target, note):
    from itertools import repeat

    from _raceway.races import sites
    from _raceway.races.groups import Group

    group = Group(("global", "m", "x"), "x")
    site = sites.Site(group, sites.READ, getattr(sites, target), ("", 1, 1, 1, ""))
    site.open(repeat(1))
    loop = "def run(site, here):\n    for _ in range(20_000): %s"
    names = {}
    exec(loop % note, names)
    noted = names["run"]
    exec(loop % "pass", names)
    empty = names["run"]
    values = []
    for _ in range(9):
        times = []
        for run in (noted, empty):
            start = time.perf_counter_ns()
            run(site, sites.here)
            times.append(time.perf_counter_ns() - start)
        values.append(round((times[0] - times[1]) / 20_000))
        del sites.JOURNALS[site.target][:]
    return values


def rewrite_rows(folder):
    """Over the interpreter's own asyncio, which has something to note in most files."""
    import asyncio

    from _raceway.races.bind import bind
    from _raceway.races.cache import Cache
    from _raceway.races.rewrite import rewrite

    home = os.path.dirname(asyncio.__file__)
    sources = []
    for name in sorted(os.listdir(home)):
        if name.endswith(".py"):
            with open(os.path.join(home, name), "rb") as file:
                sources.append((os.path.join(home, name), file.read()))
    thousands = sum([source.count(b"\n") for _, source in sources]) / 1000
    cache = Cache(os.path.join(folder, "cache"))
    compiled, cold, cached = [], [], []
    for _ in range(REPEAT):
        start = time.process_time()
        for path, source in sources:
            compile(source, path, "exec", dont_inherit=True)
        compiled.append(round((time.process_time() - start) * 1000 / thousands, 1))
        start = time.process_time()
        for path, source in sources:
            cache.write(source, path, rewrite(source, path))
        cold.append(round((time.process_time() - start) * 1000 / thousands, 1))
        start = time.process_time()
        for path, source in sources:
            rewritten = cache.read(source, path)
            if rewritten.code is not None:
                bind(rewritten, "m", path)
        cached.append(round((time.process_time() - start) * 1000 / thousands, 2))
    return [
        {"name": "compiling 1,000 lines", "unit": "ms", "values": compiled},
        {"name": "rewriting 1,000 lines", "unit": "ms", "aim": "≤ 25", "values": cold},
        {"name": "the same from the cache", "unit": "ms", "aim": "≤ 2", "values": cached},
    ]


def main():
    with tempfile.TemporaryDirectory(prefix="raceway-bench-") as folder:
        rows = [*note_rows(), *rewrite_rows(folder), *loop_rows(folder), *sample_rows(folder)]
    print(json.dumps({"rows": rows}))


if __name__ == "__main__":
    main()
