/**
 * The report's resources: the counting table of docs/report.md, a function per family of kinds.
 *
 * Counts come from the records, or from the running totals where a resource was so busy that most of its events were only
 * counted (`Resource.counted`; records and counts together). Waits are recorded in full in either case.
 */
import { isComplete } from "../analysis/completeness";
import { groupWaitsByResource, type WaitTotals, waitTotals } from "../analysis/wait-totals";
import { groupOf, groupRows } from "../trace/column";
import { RecordKind, type Resource, type ResourceKind, type Trace, WaitOp } from "../trace/types";
import type { ResourceIndex } from "../units";
import { contendedAcquires } from "./contended";
import { sumHolds, timeWithoutPermit } from "./held";
import type { ReportResource } from "./schema";

/** `seq` of a MISSED record (docs/trace-format.md): a try with a timeout that ran out without a wait. */
const MISSED_TIMED_OUT = 2;

/** What differs between the kinds; the rest is the same for all. */
type Counts = Pick<
  ReportResource,
  | "acquisitions"
  | "contended"
  | "reentries"
  | "puts"
  | "waits"
  | "notifies"
  | "heldNs"
  | "maxHeldNs"
  | "heldExact"
  | "unrecordedHolds"
  | "maxDepth"
>;

/** Everything that is known of one resource. */
interface Uses {
  trace: Trace;
  index: ResourceIndex;
  resource: Resource;
  waits: WaitTotals;
  /** Rows of trace.waits. */
  waitRows: Uint32Array;
  /** Rows of trace.holds. */
  holds: Uint32Array;
  /** Rows of trace.events. */
  events: Uint32Array;
  /** Recorded events by RecordKind. */
  eventCount: Uint32Array;
}

const COUNTERS: Record<ResourceKind, (uses: Uses) => Counts> = {
  unknown: countLock,
  lock: countLock,
  rlock: (uses) => ({ ...countLock(uses), reentries: countReentries(uses) }),
  condition: countCondition,
  event: (uses) => countWaitable(uses, WaitOp.event),
  barrier: (uses) => countWaitable(uses, WaitOp.barrier),
  semaphore: countSemaphore,
  "bounded-semaphore": countSemaphore,
  queue: countQueue,
  "lifo-queue": countQueue,
  "priority-queue": countQueue,
  "simple-queue": countQueue,
  "joinable-queue": countQueue,
  pipe: countQueue,
};

const NONE = {
  reentries: null,
  puts: null,
  waits: null,
  notifies: null,
  heldNs: null,
  maxHeldNs: null,
  heldExact: null,
  unrecordedHolds: null,
  maxDepth: null,
} as const;

/** Index = resource. */
export function reportResources(trace: Trace): ReportResource[] {
  const waits = groupWaitsByResource(trace);
  const totals = waitTotals(trace, waits);
  const holds = groupRows(trace.holds.resource, trace.holds.length, trace.resources.length);
  const events = groupRows(trace.events.resource, trace.events.length, trace.resources.length);
  return trace.resources.map((resource, index) => {
    const eventRows = groupOf(events, index);
    const uses = {
      trace,
      index,
      resource,
      waits: totals[index],
      waitRows: groupOf(waits, index),
      holds: groupOf(holds, index),
      events: eventRows,
      eventCount: countKinds(trace, eventRows),
    };
    return reportResource(uses);
  });
}

function reportResource(uses: Uses): ReportResource {
  const { trace, index, resource, waits } = uses;
  const countsExact = isComplete(trace, index);
  const { file, line } = trace.sites[resource.site];
  return {
    id: index,
    kind: resource.kind,
    module: resource.module,
    name: resource.name,
    site: { file, line },
    processes: resource.processes.map((process) => trace.processes[process].pid),
    instances: resource.instances,
    ...withLosses(COUNTERS[resource.kind](uses), countsExact),
    countsExact,
    timeouts: waits.timedOut + countMissed(uses, MISSED_TIMED_OUT),
    blockedNs: waits.blockedNs,
    maxBlockedNs: waits.maxBlockedNs,
    maxWaiters: waits.maxWaiters,
  };
}

/** What was lost may have been holds too. */
function withLosses(counts: Counts, countsExact: boolean): Counts {
  return { ...counts, heldExact: counts.heldExact === null ? null : counts.heldExact && countsExact };
}

function countLock(uses: Uses): Counts {
  const { trace, resource, waitRows, holds } = uses;
  // A hold that a condition's wait regained is a hold, but nobody asked for it anew.
  let recorded = 0;
  for (const hold of holds) recorded += 1 - trace.holds.again[hold];
  const acquisitions = resource.counted?.acquisitions ?? recorded;
  return {
    ...NONE,
    acquisitions,
    contended: contendedAcquires(trace, waitRows, holds),
    ...sumHolds(trace, holds),
    ...completeness(acquisitions, recorded),
  };
}

/** Over its own lock it counts as that lock; over the user's lock, that lock's entry has the acquisitions. */
function countCondition(uses: Uses): Counts {
  const counts = { ...countLock(uses), reentries: countReentries(uses) };
  return {
    ...counts,
    waits: uses.waits.byOp[WaitOp.condition],
    // Cells may be those of its own lock, which knows of no notify.
    notifies: Math.max(uses.resource.counted?.signals ?? 0, uses.eventCount[RecordKind.notify]),
  };
}

/** Events and barriers: `acquisitions` are the waits that were let through. */
function countWaitable(uses: Uses, op: number): Counts {
  const { resource, waits, eventCount } = uses;
  const passed = resource.counted?.acquisitions ?? eventCount[RecordKind.passed];
  const missed = resource.counted?.missed ?? eventCount[RecordKind.missed];
  return {
    ...NONE,
    acquisitions: passed,
    contended: waits.gotByOp[op],
    waits: passed + missed + waits.byOp[op] - waits.gotByOp[op],
    notifies: resource.kind === "event" ? (resource.counted?.signals ?? eventCount[RecordKind.set]) : null,
  };
}

function countSemaphore(uses: Uses): Counts {
  const { trace, index, resource, waits, events, eventCount } = uses;
  const recorded = eventCount[RecordKind.permit];
  const acquisitions = resource.counted?.acquisitions ?? recorded;
  return {
    ...NONE,
    acquisitions,
    contended: waits.gotByOp[WaitOp.semaphore],
    ...timeWithoutPermit(trace, index, events),
    ...completeness(acquisitions, recorded),
  };
}

function countQueue(uses: Uses): Counts {
  const { trace, resource, waits, events, eventCount } = uses;
  let maxDepth = 0;
  for (const event of events) {
    if (trace.events.kind[event] === RecordKind.put) maxDepth = Math.max(maxDepth, trace.events.arg[event]);
  }
  return {
    ...NONE,
    acquisitions: resource.counted?.acquisitions ?? eventCount[RecordKind.get],
    contended: waits.gotByOp[WaitOp.get] + waits.gotByOp[WaitOp.put],
    puts: resource.counted?.puts ?? eventCount[RecordKind.put],
    maxDepth,
  };
}

function countReentries({ resource, eventCount }: Uses): number {
  return resource.counted?.reentries ?? eventCount[RecordKind.reentry];
}

/** Holds that were only counted have no duration: heldNs lacks them. */
function completeness(acquisitions: number, recorded: number) {
  return { heldExact: recorded >= acquisitions, unrecordedHolds: Math.max(acquisitions - recorded, 0) };
}

function countKinds({ events }: Trace, rows: Uint32Array): Uint32Array {
  const counts = new Uint32Array(256);
  for (const event of rows) counts[events.kind[event]]++;
  return counts;
}

function countMissed({ trace, events }: Uses, why: number): number {
  const { kind, seq } = trace.events;
  return events.reduce((sum, event) => sum + Number(kind[event] === RecordKind.missed && seq[event] === why), 0);
}
