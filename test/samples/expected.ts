/**
 * What Raceway must report on each sample: the facts that are the same in every run.
 *
 * A number is exact. `atLeast` is for what a scheduler may make larger, where the sample guarantees the least.
 */
import type { ReportFinding, ReportPool, ReportResource } from "../../core/report/schema";

export type Amount = number | { atLeast: number };
type Counted =
  | "acquisitions"
  | "contended"
  | "reentries"
  | "timeouts"
  | "puts"
  | "waits"
  | "notifies"
  | "maxDepth"
  | "maxWaiters";

/** The fields that are named must be as given; the others may be anything. */
export type ExpectedResource = Pick<ReportResource, "kind" | "name"> & Partial<Record<Counted, Amount>>;

export interface ExpectedFinding extends Pick<ReportFinding, "rule" | "severity"> {
  /** Source text of the line at the first location, without its indentation. */
  at: string;
  /** The resource or the variable it is about; "" = something else. */
  about: string;
  /** How often; not looked at where it is left out. */
  count?: Amount;
  /** Fields of `data` that must be so. */
  data?: Record<string, unknown>;
}

/** An amount for each count that is named. */
export type ExpectedPool = Pick<ReportPool, "kind" | "name" | "workers" | "chunks" | "tasks"> & {
  startedWorkers?: Amount;
};

export interface Expected {
  /**
   * Names of the lanes, MainThread included, in any order; those that the standard library starts for itself are left out. What Python
   * numbers by itself (`Thread-3`, differently from version to version) is `Thread`. Left out where a scheduler decides how many there are.
   */
  lanes?: string[];
  pools?: ExpectedPool[];
  /** Processes with their exit codes, the program's own first, in any order after it. Left out: just the one. */
  processes?: { name: string; exitCode: number }[];
  /** All resources, in the order in which the program makes them. */
  resources: ExpectedResource[];
  /** All errors and warnings, and the infos that must be there. */
  findings?: ExpectedFinding[];
  /** States that the first lane of that name must have spent time in. */
  states?: Record<string, string[]>;
  /** Seconds after which it is stopped; only for what never ends by itself. */
  stopAfter?: number;
}

const lanes = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => `${prefix}-${index}`);
const allDone = (items: number) => ({ submitted: items, completed: items, failed: 0, cancelled: 0 });
const contention = (about: string, at: string): ExpectedFinding => ({
  rule: "lock-contention",
  severity: "info",
  about,
  at,
});

const lost = (about: string, at: string, count: Amount): ExpectedFinding => ({
  rule: "lost-update",
  severity: "error",
  about,
  at,
  count,
  data: { exact: true, dependence: "value" },
});

/** Between a line and another one, or itself. */
const race = (about: string, at: string, benign: string | null = null): ExpectedFinding => ({
  rule: "data-race",
  severity: benign === null ? "error" : "warning",
  about,
  at,
  data: { benign },
});

export const EXPECTED: Record<string, Expected> = {
  "locked_counter.py": {
    lanes: ["MainThread", ...lanes("adder", 4)],
    resources: [{ kind: "lock", name: "counter_lock", acquisitions: 100, contended: { atLeast: 10 } }],
    findings: [contention("counter_lock", "with counter_lock:")],
    states: { "adder-3": ["running", "blocked", "sleeping"], MainThread: ["waiting"] },
  },
  "unlocked_counter.py": {
    lanes: ["MainThread", ...lanes("adder", 4)],
    resources: [],
    findings: [
      lost("counter", "counter = seen + price_of_one()", { atLeast: 1 }),
      race("counter", "counter = seen + price_of_one()"),
    ],
    states: { "adder-0": ["sleeping"] },
  },
  "unlocked_attribute.py": {
    lanes: ["MainThread", ...lanes("cashier", 2)],
    resources: [{ kind: "barrier", name: "both_ask", acquisitions: 40 }],
    findings: [
      lost("Account.balance", "self.balance = balance + amount", { atLeast: 1 }),
      race("Account.balance", "self.balance = balance + amount"),
    ],
  },
  "unlocked_item.py": {
    lanes: ["MainThread", ...lanes("clerk", 2)],
    resources: [{ kind: "barrier", name: "both_count_tea", acquisitions: 40 }],
    findings: [
      lost("votes[]", "votes[choice] += count_a_slip(choice)", { atLeast: 20 }),
      race("votes[]", "votes[choice] += count_a_slip(choice)"),
    ],
  },
  "check_then_act.py": {
    lanes: ["MainThread", ...lanes("guest", 3)],
    resources: [{ kind: "barrier", name: "all_have_looked", acquisitions: 3, contended: 2 }],
    findings: [
      {
        rule: "lost-update",
        severity: "warning",
        about: "seats[]",
        at: "seats[seat] = guest",
        count: 2,
        data: { exact: true, dependence: "control" },
      },
      race("seats[]", "seats[seat] = guest"),
    ],
  },
  "read_and_write_apart.py": {
    lanes: ["MainThread", ...lanes("adder", 2)],
    resources: [
      { kind: "lock", name: "total_lock", acquisitions: 80 },
      { kind: "barrier", name: "both_compute", acquisitions: 40 },
    ],
    findings: [lost("total", "total = seen + amount", { atLeast: 20 })],
  },
  "lazy_initialisation.py": {
    lanes: ["MainThread", ...lanes("reader", 3)],
    resources: [],
    findings: [race("table", "table = make_table()", "lazy-init")],
  },
  "semaphore_three_of_five.py": {
    lanes: ["MainThread", ...lanes("guest", 5)],
    resources: [{ kind: "semaphore", name: "seats", acquisitions: 5, contended: 2, timeouts: 0, maxWaiters: 2 }],
    findings: [contention("seats", "with seats:")],
    states: { "guest-4": ["blocked", "sleeping"] },
  },
  "bounded_semaphore_over_release.py": {
    lanes: ["MainThread"],
    resources: [{ kind: "bounded-semaphore", name: "connections", acquisitions: 1, contended: 0 }],
    findings: [
      {
        rule: "over-release",
        severity: "error",
        about: "connections",
        at: "connections.release()  # too many: the permit is already back",
      },
    ],
  },
  "rlock_reentered.py": {
    lanes: ["MainThread", ...lanes("clerk", 2)],
    resources: [{ kind: "rlock", name: "Account.lock", acquisitions: 10, reentries: 20 }],
  },
  "lock_released_by_finally.py": {
    lanes: ["MainThread"],
    resources: [{ kind: "lock", name: "print_lock", acquisitions: 3, contended: 0, timeouts: 0 }],
  },
  "two_locks_nested.py": {
    lanes: ["MainThread", "outward", "homeward"],
    resources: [
      { kind: "lock", name: "Account.lock", acquisitions: 20, contended: { atLeast: 1 } },
      { kind: "lock", name: "Account.lock", acquisitions: 20, contended: 0 },
    ],
  },
  "event_one_producer_two_consumers.py": {
    lanes: ["MainThread", ...lanes("guest", 2), "cook"],
    resources: [{ kind: "event", name: "menu_is_ready", acquisitions: 3, contended: 2, notifies: 1, maxWaiters: 2 }],
    states: { "guest-0": ["waiting"], cook: ["sleeping"] },
  },
  "condition_notify_all.py": {
    lanes: ["MainThread", "ada", "ben", "speaker"],
    resources: [
      { kind: "condition", name: "board", acquisitions: 3, waits: 2, notifies: 1, maxWaiters: { atLeast: 2 } },
    ],
    states: { ada: ["waiting"] },
  },
  "condition_loop_template.py": {
    lanes: ["MainThread", "driver", "packer"],
    resources: [{ kind: "condition", name: "shelf_changed", acquisitions: 15, waits: { atLeast: 1 }, notifies: 10 }],
    states: { driver: ["waiting"], packer: ["sleeping"] },
  },
  "queue_producer_consumer.py": {
    lanes: ["MainThread", "waiter", "cook"],
    resources: [{ kind: "queue", name: "orders", acquisitions: 11, puts: 11, contended: { atLeast: 5 }, maxDepth: 2 }],
    states: { waiter: ["waiting"], cook: ["sleeping"] },
  },
  "lifo_and_priority_queue.py": {
    lanes: ["MainThread"],
    resources: [
      { kind: "lifo-queue", name: "stack", acquisitions: 4, puts: 4, contended: 0, maxDepth: 4 },
      { kind: "priority-queue", name: "by_urgency", acquisitions: 4, puts: 4, contended: 0, maxDepth: 4 },
    ],
  },
  "worker_thread_with_close.py": {
    lanes: ["MainThread", "logger"],
    resources: [{ kind: "queue", name: "Logger.inbox", acquisitions: 21, puts: 21 }],
  },
  "barrier_phases.py": {
    lanes: ["MainThread", ...lanes("painter", 3)],
    resources: [
      { kind: "barrier", name: "coat_is_dry", acquisitions: 9, contended: { atLeast: 6 }, maxWaiters: { atLeast: 2 } },
    ],
    states: { "painter-0": ["waiting", "sleeping"] },
  },
  "synchronous_model.py": {
    lanes: ["MainThread"],
    resources: [],
    states: { MainThread: ["sleeping"] },
  },
  "hundred_waiters.py": {
    lanes: ["MainThread", ...lanes("waiter", 100)],
    resources: [{ kind: "lock", name: "gate", acquisitions: 101, contended: 100, timeouts: 0, maxWaiters: 100 }],
    findings: [contention("gate", "with gate:")],
    states: { "waiter-99": ["blocked"] },
  },
  "fibonacci_threads.py": {
    lanes: ["MainThread", ...lanes("fibonacci", 3)],
    resources: [],
    states: { "fibonacci-1": ["running", "gil"] },
  },
  "fibonacci_processes.py": {
    lanes: ["MainThread", "MainThread", "MainThread", "MainThread"],
    resources: [{ kind: "queue", name: "results", puts: 3, acquisitions: 3 }],
    processes: [
      { name: "fibonacci_processes.py", exitCode: 0 },
      ...lanes("fibonacci", 3).map((name) => ({ name, exitCode: 0 })),
    ],
    states: { MainThread: ["waiting"] },
  },
  "pool_map.py": {
    lanes: ["MainThread", "MainThread", "MainThread"],
    resources: [],
    pools: [{ kind: "process-pool", name: "bakers", workers: 2, startedWorkers: 2, chunks: 8, tasks: allDone(8) }],
    states: { MainThread: ["waiting"] },
  },
  "pool_map_chunks.py": {
    lanes: ["MainThread", "MainThread", "MainThread"],
    resources: [],
    pools: [{ kind: "process-pool", name: "squarers", workers: 2, startedWorkers: 2, chunks: 3, tasks: allDone(12) }],
  },
  "thread_pool_map.py": {
    lanes: ["MainThread", "Thread", "Thread", "Thread"],
    resources: [],
    pools: [{ kind: "thread-pool", name: "postmen", workers: 3, startedWorkers: 3, chunks: 6, tasks: allDone(6) }],
    states: { Thread: ["sleeping", "idle"] },
  },
  "dummy_against_pool.py": {
    resources: [],
    pools: [
      { kind: "thread-pool", name: "threads", workers: 3, startedWorkers: 3, chunks: 6, tasks: allDone(6) },
      { kind: "process-pool", name: "processes", workers: 3, startedWorkers: 3, chunks: 6, tasks: allDone(6) },
    ],
  },
  "joinable_queue_pipeline.py": {
    lanes: ["MainThread", "MainThread", "MainThread"],
    resources: [
      { kind: "joinable-queue", name: "dirty", puts: 9, acquisitions: 9 },
      { kind: "joinable-queue", name: "clean", puts: 9, acquisitions: 9, contended: { atLeast: 1 } },
    ],
    processes: [
      { name: "joinable_queue_pipeline.py", exitCode: 0 },
      { name: "washer", exitCode: 0 },
      { name: "dryer", exitCode: 0 },
    ],
    states: { MainThread: ["waiting"] },
  },
  "process_pool_executor.py": {
    resources: [],
    pools: [
      {
        kind: "process-pool-executor",
        name: "provers",
        workers: 2,
        startedWorkers: { atLeast: 1 },
        chunks: 3,
        tasks: allDone(6),
      },
    ],
    states: { MainThread: ["waiting"] },
  },
  "downloads_map.py": {
    lanes: ["MainThread", "server", "reader_0", "reader_1", "reader_2", ...Array<string>(5).fill("Thread")],
    resources: [],
    pools: [
      { kind: "thread-pool-executor", name: "readers", workers: 3, startedWorkers: 3, chunks: 0, tasks: allDone(5) },
    ],
    states: { MainThread: ["waiting"], reader_0: ["io"] },
  },
  "downloads_as_completed.py": {
    lanes: ["MainThread", "server", "reader_0", "reader_1", "reader_2", ...Array<string>(5).fill("Thread")],
    resources: [],
    pools: [
      { kind: "thread-pool-executor", name: "readers", workers: 3, startedWorkers: 3, chunks: 0, tasks: allDone(5) },
    ],
    states: { MainThread: ["waiting"], reader_0: ["io"] },
  },
  "item_that_raises.py": {
    resources: [],
    pools: [
      {
        kind: "thread-pool-executor",
        name: "cooks",
        workers: 2,
        startedWorkers: { atLeast: 1 },
        chunks: 0,
        tasks: { submitted: 6, completed: 5, failed: 1, cancelled: 0 },
      },
    ],
  },
  "asyncio_model.py": {
    lanes: ["MainThread", "Task (main)", ...Array<string>(3).fill("Task (steep)")],
    resources: [],
    states: { MainThread: ["io"], "Task (main)": ["waiting"], "Task (steep)": ["sleeping", "running"] },
  },
  "asyncio_producer_consumer.py": {
    lanes: ["MainThread", "Task (main)", "waiter-0", "waiter-1"],
    resources: [
      { kind: "queue", name: "orders", puts: 12, acquisitions: 12, maxDepth: 2, contended: { atLeast: 8 } },
      { kind: "lock", name: "till", acquisitions: 10 },
    ],
    states: { "Task (main)": ["waiting"], "waiter-0": ["sleeping"] },
  },
  "blocking_call_in_coroutine.py": {
    lanes: ["MainThread", "Task (main)", "ticker", "careless"],
    resources: [],
    findings: [
      { rule: "blocking-call-in-event-loop", severity: "warning", about: "", at: "time.sleep(0.1)", count: 1 },
    ],
    states: { MainThread: ["sleeping", "io"], ticker: ["ready", "sleeping"], careless: ["sleeping"] },
  },
  "deadlock_two_locks.py": {
    lanes: ["MainThread", "plato", "kant"],
    resources: [
      { kind: "lock", name: "left_fork", acquisitions: 1, contended: 0 },
      { kind: "lock", name: "right_fork", acquisitions: 1, contended: 0 },
      { kind: "barrier", name: "both_hold_one", acquisitions: 2, contended: 1 },
    ],
    findings: [{ rule: "deadlock", severity: "error", about: "right_fork", at: "with second:", count: 1 }],
    states: { plato: ["blocked"], kant: ["blocked"], MainThread: ["waiting"] },
    stopAfter: 1,
  },
};
