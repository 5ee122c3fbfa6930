"""Writes records as fast as it can for some seconds: flood.py RUNTIME FOLDER SECONDS|FILE THREADS [RATE].

Record i of a lane is a SET of object 1 with seq i and arg 7·i, every 16th a WAIT that ends; prints the number of SETs by lane.
With RATE each thread makes about that many records a second. A FILE ends it when it is there.
"""

import json
import os
import sys
import threading
import time

runtime, folder, until, threads = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
rate = float(sys.argv[5]) if len(sys.argv) > 5 else None
sys.path.insert(0, runtime)
sys.dont_write_bytecode = True

from _raceway import recorder  # noqa: E402

SET = 19
os.mkdir(folder + "/process-1-0")
with open(folder + "/run.json", "w") as file:
    file.write('{"version": 1, "open": true}')
row = {
    "k": "process",
    "v": 1,
    "pid": 1,
    "ppid": 0,
    "argv": ["flood.py"],
    "orig": None,
    "python": "%d.%d.%d" % sys.version_info[:3],
}
row.update(
    implementation="cpython", gil=True, executable=sys.executable, prefix=sys.prefix, cwd="/", platform=sys.platform
)
row.update(startNs=time.perf_counter_ns(), startMethod="main", inherits=None)
recorder.open_recording(folder + "/process-1-0", 16 << 30, row)
counts = {}
seconds = float(until) if until.replace(".", "").isdigit() else None
deadline = time.monotonic() + (seconds or 0)


def is_over():
    return time.monotonic() >= deadline if seconds is not None else os.path.exists(until)


def work():
    emit, begin_wait, end_wait = recorder.emit, recorder.begin_wait, recorder.end_wait
    i = 0
    while not is_over():
        for _ in range(100 if rate is None else 1):
            i += 1
            emit(SET, 1, i, 7 * i, 0)
            if i % 16 == 0:
                end_wait(begin_wait(3, 1, 0), 1)
        if rate is not None:
            time.sleep(1 / rate)
    counts[recorder.local.me.id] = i
    recorder.end_lane()


workers = [threading.Thread(target=work) for _ in range(threads)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
recorder.heartbeat()
print(json.dumps(counts))
