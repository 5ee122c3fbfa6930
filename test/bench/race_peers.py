"""Ten small programs under the race observer and under threadcheck, on one interpreter: verdicts, and CPU of a busier one.

    python test/bench/race_peers.py PYTHON      (an interpreter that has threadcheck; `node esbuild.mjs` comes first)

A program's own first lines say what is right (test/races/README.md). CPU is that of the interpreter alone: of Raceway without the
process that reads the recording, of threadcheck with its judging, which it does in the program.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAMS = os.path.join(ROOT, "test", "races", "programs")
RACING = (
    "global_read_sleep_write",
    "nonlocal_counter",
    "check_then_act_on_a_dict",
    "iterated_while_it_grows",
    "semaphore_of_three_is_no_mutex",
)
RACE_FREE = (
    "global_augmented_locked",
    "queue_hands_over",
    "event_hands_over",
    "barrier_phases",
    "lists_split_among_threads",
)
RUNS = 5
BUSY = """
import threading

total, lock = 0, threading.Lock()


def later(value):
    return value


def work():
    global total
    for n in range(ROUNDS):
        LOCKEDtotal = later(total) + 1


threads = [threading.Thread(target=work) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""


def severities(python, program, folder):
    report = os.path.join(folder, "report.json")
    command = [
        "node",
        os.path.join(ROOT, "dist", "cli.js"),
        "run",
        "--quiet",
        "--json",
        report,
        "--python",
        python,
        program,
    ]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    with open(report, encoding="utf-8") as file:
        findings = json.load(file)["findings"]
    return sorted({found["severity"] for found in findings if found["rule"] in ("data-race", "lost-update")})


def is_found_by_threadcheck(python, program):
    command = [python, "-m", "threadcheck", "run", program]
    return "Data races detected" in subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True).stdout


def verdicts(python, folder):
    for name in RACING + RACE_FREE:
        program = os.path.join(PROGRAMS, name + ".py")
        ours = [", ".join(severities(python, program, folder)) or "none" for _ in range(RUNS)]
        theirs = ["race" if is_found_by_threadcheck(python, program) else "none" for _ in range(RUNS)]
        cells = [
            ", ".join(["%d × %s" % (each.count(kind), kind) for kind in sorted(set(each))]) for each in (ours, theirs)
        ]
        print("| %s | %s | %s | %s |" % (name, "race" if name in RACING else "none", *cells), flush=True)


def cpu_of(command, settings):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=settings, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def costs(python, folder):
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "RACEWAY"))}
    run = {"version": 1, "open": True, "budgetBytes": 1 << 30, "children": "same", "prefix": None, "races": "on"}
    with open(os.path.join(folder, "run.json"), "w", encoding="ascii") as file:
        json.dump(run, file)
    traced = dict(plain, RACEWAY_RECORDING=folder, PYTHONPATH=os.path.join(ROOT, "runtime", "inject"))
    for name, locked in (("unlocked", ""), ("locked", "with lock: ")):
        script = os.path.join(folder, name + ".py")
        with open(script, "w", encoding="utf-8") as file:
            file.write(BUSY.replace("LOCKED", locked).replace("ROUNDS", "100_000"))
        ways = {
            "untraced": ([python, script], plain),
            "Raceway": ([python, script], traced),
            "threadcheck": ([python, "-m", "threadcheck", "run", script], plain),
        }
        seconds = {way: [] for way in ways}
        for _ in range(RUNS):
            for way, (command, settings) in ways.items():
                seconds[way].append(cpu_of(command, settings))
        medians = {way: statistics.median(each) for way, each in seconds.items()}
        for way, each in seconds.items():
            cells = name, way, medians[way], min(each), max(each), medians[way] / medians["untraced"]
            print("| %s counter, %s | %.2f s [%.2f–%.2f] | %.1f × |" % cells, flush=True)


with tempfile.TemporaryDirectory() as own:
    verdicts(sys.argv[1], own)
    costs(sys.argv[1], own)
