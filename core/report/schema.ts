/**
 * The JSON report, schemaVersion 1: docs/report.md as code. Tests hold every report to it; nothing at run time needs it, so
 * import its types only. Removing or renaming a field is a new schemaVersion and a page in docs/adr/.
 */
import * as v from "valibot";
import { RULES } from "../analysis/finding";
import { MODELS } from "../analysis/model";
import { NOT_PLAYED } from "../analysis/pools/pool-work";
import { ASSUMPTIONS } from "../analysis/what-if";
import { OBSERVER_TIERS } from "../trace/races-meta";
import { RESOURCE_KINDS, STATES, WaitOp } from "../trace/types";

/** Nanoseconds since the trace's start, or a duration. */
const ns = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const id = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const line = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const place = v.strictObject({ file: v.string(), line });

const program = v.strictObject({
  argv: v.array(v.string()),
  python: v.string(),
  implementation: v.string(),
  gil: v.boolean(),
  traced: v.boolean(),
  notTracedReason: v.nullable(v.string()),
  exitCode: v.nullable(v.pipe(v.number(), v.safeInteger())),
  signal: v.nullable(v.pipe(v.string(), v.regex(/^SIG[A-Z0-9]+$/))),
  durationNs: ns,
  stopAskedNs: v.nullable(ns),
  /** Left out where it had ended, or nobody knows. */
  stillRunning: v.optional(v.literal(true)),
});

const process = v.strictObject({
  pid: count,
  parentPid: count,
  name: v.string(),
  startMethod: v.string(),
  exitCode: v.nullable(v.pipe(v.number(), v.safeInteger())),
  traced: v.boolean(),
  notTracedReason: v.nullable(v.string()),
  notes: v.array(v.string()),
  races: v.strictObject({
    observer: v.nullable(v.picklist(OBSERVER_TIERS)),
    notObserved: v.array(v.strictObject({ file: v.string(), reason: v.nullable(v.string()) })),
  }),
});

const statesNs = v.strictObject(v.entriesFromList(STATES, v.optional(ns)));

const lane = v.strictObject({
  id,
  kind: v.picklist(["thread", "process", "task"]),
  name: v.string(),
  pid: count,
  pool: v.nullable(id),
  internal: v.boolean(),
  daemon: v.boolean(),
  startNs: ns,
  endNs: ns,
  ended: v.boolean(),
  statesNs,
  estimated: v.array(v.picklist(STATES)),
  dropped: count,
  /** Tasks: the lane of the thread whose event loop runs it, and its coroutine; else null. */
  loop: v.nullable(id),
  coroutine: v.nullable(v.string()),
  /** Null where it was never sampled. */
  cpuNs: v.nullable(ns),
});

const resource = v.strictObject({
  id,
  kind: v.picklist(RESOURCE_KINDS),
  module: v.string(),
  name: v.string(),
  site: place,
  processes: v.array(count),
  instances: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  acquisitions: count,
  contended: count,
  reentries: v.nullable(count),
  timeouts: count,
  puts: v.nullable(count),
  waits: v.nullable(count),
  notifies: v.nullable(count),
  blockedNs: ns,
  maxBlockedNs: ns,
  heldNs: v.nullable(ns),
  maxHeldNs: v.nullable(ns),
  heldExact: v.nullable(v.boolean()),
  countsExact: v.boolean(),
  unrecordedHolds: v.nullable(count),
  maxDepth: v.nullable(count),
  maxWaiters: count,
});

const pool = v.strictObject({
  id,
  kind: v.picklist(["thread-pool-executor", "process-pool-executor", "thread-pool", "process-pool"]),
  name: v.string(),
  site: place,
  pid: count,
  workers: count,
  startedWorkers: count,
  tasks: v.strictObject({ submitted: count, completed: count, failed: count, cancelled: count }),
  chunks: count,
  utilization: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  queueWaitNs: ns,
  runNs: ns,
});

const findingFields = {
  id: v.string(),
  rule: v.picklist(RULES),
  severity: v.picklist(["error", "warning", "info"]),
  certainty: v.picklist(["observed", "race", "predicted"]),
  message: v.string(),
  advice: v.string(),
  count,
  costNs: ns,
  locations: v.pipe(
    v.array(v.strictObject({ file: v.string(), line, lane: v.nullable(id), role: v.string() })),
    v.minLength(1),
  ),
  stacks: v.array(v.unknown()),
  data: v.record(v.string(), v.unknown()),
};

const stuckLane = v.strictObject({
  lane: id,
  op: v.picklist(Object.keys(WaitOp) as (keyof typeof WaitOp)[]),
  resource: v.nullable(id),
  /** A future's or the pool itself. */
  pool: v.nullable(id),
  /** A process that is joined. */
  pid: v.nullable(count),
  sinceNs: ns,
  site: v.nullable(place),
  holder: v.nullable(id),
  holderSite: v.nullable(place),
  cycle: v.nullable(v.pipe(v.array(id), v.minLength(1))),
});

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

const criticalPath = v.strictObject({
  startNs: ns,
  endNs: ns,
  lanes: v.array(v.strictObject({ lane: id, ns, share })),
  places: v.array(v.strictObject({ file: v.string(), line, state: v.picklist(STATES), ns, share, lanes: v.array(id) })),
  stays: v.array(v.strictObject({ lane: id, startNs: ns, endNs: ns })),
});

const whatIf = v.strictObject({
  pool: id,
  reason: v.nullable(v.picklist(NOT_PLAYED)),
  workers: count,
  measuredNs: ns,
  units: count,
  cpuShare: v.nullable(v.number()),
  processors: v.nullable(count),
  handOverNs: ns,
  startUpNs: ns,
  assumes: v.array(v.picklist(ASSUMPTIONS)),
  plays: v.array(v.strictObject({ workers: count, durationNs: ns, utilization: v.number() })),
});

const model = v.strictObject({
  fits: v.picklist(MODELS),
  runNs: ns,
  cpuNs: ns,
  ioNs: ns,
  sleepingNs: ns,
  lockNs: ns,
  gilNs: ns,
  unknownNs: ns,
  aloneNs: ns,
  aloneWaits: count,
  longestAloneNs: ns,
  wouldTakeNs: v.nullable(ns),
});

const analysis = v.strictObject({
  criticalPath: v.nullable(criticalPath),
  criticalSections: v.array(v.strictObject({ file: v.string(), line, resource: id, costNs: ns, holds: count })),
  whatIf: v.array(whatIf),
  /** Null where nothing was recorded. */
  model: v.nullable(model),
});

export const reportSchema = v.strictObject({
  schemaVersion: v.literal(1),
  program,
  processes: v.array(process),
  lanes: v.array(lane),
  resources: v.array(resource),
  pools: v.array(pool),
  findings: v.array(v.strictObject(findingFields)),
  ignored: v.array(v.strictObject({ ...findingFields, reason: v.string() })),
  /** Rules that were switched off: nothing is said of them. */
  rulesOff: v.array(v.picklist(RULES)),
  stuck: v.array(stuckLane),
  analysis,
  tracing: v.strictObject({ startupNs: ns, overheadNs: ns }),
  dropped: v.strictObject({ records: count, losses: v.array(v.string()) }),
});

export type Report = v.InferOutput<typeof reportSchema>;
export type ReportLane = Report["lanes"][number];
export type ReportPool = Report["pools"][number];
export type ReportResource = Report["resources"][number];
export type ReportFinding = Report["findings"][number];
