"""What recordings say of pools, put together over all processes (docs/trace-format.md, "Pools")."""

from collections import Counter, namedtuple

KINDS = {14: "thread-pool-executor", 15: "process-pool-executor", 16: "thread-pool", 17: "process-pool"}
FUTURE, POOL_JOIN, IDLE = 12, 13, 14
RESULTS = {0: "runs", 1: "done", 2: "timed out", 3: "raised"}

Job = namedtuple("Job", "job items chunk_size")
Unit = namedtuple("Unit", "job index items")
Back = namedtuple("Back", "job index items failed")
Item = namedtuple("Item", "job index offset count result code lane")
Wait = namedtuple("Wait", "op job result limited lane")


class Pool:
    """One pool: `jobs`, `handed`, `cancelled`, `back` and `waits` in order of time; `items` by job, unit and place in it."""

    def __init__(self, kind, workers, site):
        self.kind, self.workers, self.site = kind, workers, site
        self.jobs, self.handed, self.cancelled, self.back, self.items, self.waits = [], [], [], [], [], []
        self.lanes = []

    @property
    def totals(self):
        """Items as the report counts them: submitted, completed, failed, cancelled."""
        handed = sum(unit.items for unit in self.handed)
        sizes = self._sizes()
        completed = failed = 0
        cancelled = sum(unit.items for unit in self.cancelled)
        for item in self.items:
            raised = item.result == "raised"
            completed += 0 if item.result == "runs" else item.count - raised
            failed += raised
            if raised:
                cancelled += sizes[item.job, item.index] - item.offset - item.count
        return sum(job.items for job in self.jobs) + handed, completed, failed, cancelled

    def _sizes(self):
        sizes = {(unit.job, unit.index): unit.items for unit in self.handed}
        for job in self.jobs:
            for index in range(-(-job.items // (job.chunk_size or 1))):
                sizes[job.job, index] = min(job.chunk_size or 1, job.items - index * job.chunk_size)
        return sizes

    def waits_for(self, op):
        return [(wait.job, wait.result) for wait in self.waits if wait.op == op]

    def codes(self):
        """Names of the functions that items called, and how many items each."""
        counts = Counter()
        for item in self.items:
            counts[item.code] += item.count
        return dict(counts)


def pools_of(processes):
    """The pools of these ProcessRecordings, in the order in which they were made."""
    keys = _keys(processes)
    found, records = {}, []
    for at, process in enumerate(processes):
        codes = {row["id"]: row["name"] for row in process.rows("code")}
        for lane, of_lane in process.records.items():
            for number, record in enumerate(of_lane):
                key = keys[at].get(record.object, (at, record.object))
                records.append((record.t0, key, record, of_lane[number + 1 : number + 2], codes, (at, lane)))
    records.sort(key=lambda row: row[0])
    for _, key, record, _, codes, _ in records:
        if record.kind == "NEW" and record.t1 & 255 in KINDS:
            found[key] = Pool(KINDS[record.t1 & 255], record.t1 >> 8, codes.get(record.site >> 32))
    for _, key, record, following, codes, lane in records:
        if key in found:
            _add(found[key], record, following, codes, lane)
    for pool in found.values():
        pool.items.sort()
    return list(found.values())


def _add(pool, record, following, codes, lane):
    high, low = record.t1 >> 32, record.t1 & 0xFFFFFFFF
    if record.kind == "SUBMITTED":
        pool.jobs.append(Job(record.seq, low, high))
    elif record.kind in ("HANDED", "CANCELLED"):
        (pool.handed if record.kind == "HANDED" else pool.cancelled).append(Unit(record.seq, low, high))
    elif record.kind == "DONE":
        pool.back.append(Back(record.seq, low >> 1 | (high & 1) << 31, high >> 1, bool(low & 1)))
    elif record.kind == "WORKER":
        pool.lanes.append(lane)
    elif record.kind == "ITEM":
        index, position, result, _ = following[0].words
        code = codes.get(record.site >> 32)
        row = Item(record.seq, index, position >> 32, position & 0xFFFFFFFF, RESULTS[result], code, lane)
        assert (record.t1 == 0) == (result == 0), "a result goes with an end"
        pool.items.append(row)
    elif record.kind == "WAIT" and record.seq in (FUTURE, POOL_JOIN, IDLE):
        job, _, result, limited = following[0].words
        pool.waits.append(Wait(record.seq, job, RESULTS[result], limited & 1, lane))


def _keys(processes):
    """For each process: object number → what identifies the object in all of them. A forked child has its parent's numbers."""
    by_pid, keys = {}, []
    for process in processes:
        about = process.about
        keys.append(dict(by_pid.get(about["ppid"], {}) if about["startMethod"] == "fork" else {}))
        keys[-1].update({row["object"]: row["key"] for row in process.rows("shared")})
        by_pid[about["pid"]] = keys[-1]
    return keys
