/**
 * What Raceway must report on each sample: the facts that are the same in every run.
 *
 * A number is exact. `atLeast` is for what a scheduler may make larger, where the sample guarantees the least.
 */
import type { ReportFinding, ReportResource } from "../../core/report/schema";

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
  /** The resource or the variable it is about. */
  about: string;
  /** How often; not looked at where it is left out. */
  count?: Amount;
  /** Fields of `data` that must be so. */
  data?: Record<string, unknown>;
}

export interface Expected {
  /** Names of the lanes, MainThread included, in any order. */
  lanes: string[];
  /** All resources, in the order in which the program makes them. */
  resources: ExpectedResource[];
  /** All errors and warnings, and the infos that must be there. */
  findings?: ExpectedFinding[];
  /** States that a lane must have spent time in. */
  states?: Record<string, string[]>;
  /** Seconds after which it is stopped; only for what never ends by itself. */
  stopAfter?: number;
}

const lanes = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => `${prefix}-${index}`);
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
    findings: [lost("counter", "counter = seen + price_of_one()", { atLeast: 1 })],
    states: { "adder-0": ["sleeping"] },
  },
  "unlocked_attribute.py": {
    lanes: ["MainThread", ...lanes("cashier", 2)],
    resources: [{ kind: "barrier", name: "both_ask", acquisitions: 40 }],
    findings: [lost("Account.balance", "self.balance = balance + amount", { atLeast: 1 })],
  },
  "unlocked_item.py": {
    lanes: ["MainThread", ...lanes("clerk", 2)],
    resources: [{ kind: "barrier", name: "both_count_tea", acquisitions: 40 }],
    findings: [lost("votes[]", "votes[choice] += count_a_slip(choice)", { atLeast: 20 })],
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
  "deadlock_two_locks.py": {
    lanes: ["MainThread", "plato", "kant"],
    resources: [
      { kind: "lock", name: "left_fork", acquisitions: 1, contended: 1 },
      { kind: "lock", name: "right_fork", acquisitions: 1, contended: 1 },
      { kind: "barrier", name: "both_hold_one", acquisitions: 2, contended: 1 },
    ],
    states: { plato: ["blocked"], kant: ["blocked"], MainThread: ["waiting"] },
    stopAfter: 1,
  },
};
