/**
 * queue-unfinished-tasks: items were taken from a queue and never told done, or never taken, so that `join()` waits for ever, or the
 * next one would. (docs/findings/queue-unfinished-tasks.md)
 *
 * The first location is the line that took the items (role `get`), then the line that waits in `join()` (role `join`), last the line
 * that made the queue (role `created`).
 */
import { formatDuration } from "../../l10n/format";
import { groupOf } from "../../trace/column";
import { type Trace, WaitOp } from "../../trace/types";
import type { LaneIndex, ResourceIndex, WaitIndex } from "../../units";
import { isComplete } from "../completeness";
import type { Finding, FindingLocation } from "../finding";
import { findingId, ordinalAtSite } from "../finding-id";
import { countByLane, mainLine, type QueueUses, usesOfQueues } from "../queues/uses";
import { type Facts, type FindingText, textOf, whereText } from "../rule";
import { standstillAt } from "../standstill/index";
import { momentOfStop } from "../who-waits";

/** A lane took so many more items than it told done: of the last one it may have been the sign to end. */
export const MIN_FORGOTTEN = 2;

/** At most one finding for each queue. */
export function findQueueUnfinishedTasks(facts: Facts): Finding[] {
  const { trace } = facts;
  const stuckJoins = joinsForEver(trace);
  return [...usesOfQueues(trace)].flatMap(([queue, uses]) => {
    if (trace.resources[queue].instances > 1 || !isComplete(trace, queue)) return [];
    const joins = [...groupOf(facts.waitsByResource, queue)].filter((wait) => isJoin(trace, wait));
    if (joins.length === 0) return [];
    const stuck = stuckJoins.get(queue);
    if (stuck !== undefined && hasOtherCause(trace, queue, uses)) return [];
    return (stuck === undefined ? warn(trace, queue, uses, joins) : blame(trace, queue, uses, stuck)) ?? [];
  });
}

const isJoin = ({ waits }: Trace, wait: WaitIndex): boolean => waits.op[wait] === WaitOp.queueJoin;

/** By queue: waits for all its items that nobody alive can end. None where nothing was joined: that costs a look at every lane. */
function joinsForEver(trace: Trace): Map<ResourceIndex, WaitIndex[]> {
  const found = new Map<ResourceIndex, WaitIndex[]>();
  const { waits } = trace;
  let isUsed = false;
  for (let wait = 0; wait < waits.length && !isUsed; wait++) isUsed = isJoin(trace, wait);
  if (!isUsed) return found;
  const { stuck, moment } = standstillAt(trace, momentOfStop(trace));
  for (const lane of stuck.keys()) {
    const wait = moment.waitOf.get(lane);
    if (wait === undefined || !isJoin(trace, wait)) continue;
    const rows = found.get(waits.object[wait]);
    if (rows === undefined) found.set(waits.object[wait], [wait]);
    else rows.push(wait);
  }
  return found;
}

/** A lane that took items stands before something else: whoever took the lock, or whatever it waits for, is to blame. */
function hasOtherCause(trace: Trace, queue: ResourceIndex, { gets }: QueueUses): boolean {
  const { moment } = standstillAt(trace, momentOfStop(trace));
  return [...countByLane(trace, gets).keys()].some((lane) => {
    const wait = moment.waitOf.get(lane);
    if (wait === undefined) return false;
    const { op, object } = trace.waits;
    return !((op[wait] === WaitOp.get || op[wait] === WaitOp.queueJoin) && object[wait] === queue);
  });
}

/** A join that waits for ever. */
function blame(trace: Trace, queue: ResourceIndex, uses: QueueUses, joins: readonly WaitIndex[]): Finding | null {
  const { puts, gets, dones } = totals(trace, queue, uses);
  const unfinished = puts - dones;
  if (unfinished <= 0) return null;
  const taken = Math.max(0, gets - dones);
  const line = mainLine(trace, taken > 0 ? getsNotDone(trace, uses) : uses.gets);
  const [join] = joins;
  const stopNs = momentOfStop(trace);
  const costNs = joins.reduce((sum, wait) => sum + Math.max(0, stopNs - trace.waits.startNs[wait]), 0);
  return finding(trace, queue, "error", taken > 0 ? "forgotten" : line === null ? "nobody" : "left", {
    line,
    join,
    unfinished,
    taken,
    costNs,
    hurt: joins.length,
  });
}

/** `join()` came back, and later a lane went on to the next item without telling the one before done, which it had done so far. */
function warn(trace: Trace, queue: ResourceIndex, uses: QueueUses, joins: readonly WaitIndex[]): Finding | null {
  // What is still going on may yet be told.
  if (trace.program.stillRunning || typeof trace.program.stopAskedNs === "number") return null;
  const { puts, gets, dones } = totals(trace, queue, uses);
  const took = countByLane(trace, uses.gets);
  const told = countByLane(trace, uses.dones);
  let forgotten = 0;
  for (const [lane, count] of took) {
    const balance = count - (told.get(lane) ?? 0);
    if (told.has(lane) && balance >= MIN_FORGOTTEN) forgotten += balance - 1;
  }
  // One sign to end for each lane is left as it is by many.
  if (Math.min(forgotten, gets - dones - took.size) <= 0) return null;
  return finding(trace, queue, "warning", "nextJoin", {
    line: mainLine(trace, getsNotDone(trace, uses)),
    join: joins[joins.length - 1],
    unfinished: puts - dones,
    taken: gets - dones,
    costNs: 0,
    hurt: 0,
  });
}

function totals({ resources }: Trace, queue: ResourceIndex, { puts, gets, dones }: QueueUses) {
  const { counted } = resources[queue];
  if (counted === null) return { puts: puts.length, gets: gets.length, dones: dones.length };
  return { puts: counted.puts, gets: counted.acquisitions, dones: counted.taskDone };
}

/** The gets of the lanes that told fewer done than they took; of all, where none did. */
function getsNotDone(trace: Trace, { gets, dones }: QueueUses): number[] {
  const took = countByLane(trace, gets);
  const told = countByLane(trace, dones);
  const owes = (lane: LaneIndex) => (took.get(lane) ?? 0) > (told.get(lane) ?? 0);
  const owed = gets.filter((row) => owes(trace.events.lane[row]));
  return owed.length > 0 ? owed : gets;
}

interface Found {
  line: { site: number; lane: LaneIndex } | null;
  join: WaitIndex;
  unfinished: number;
  taken: number;
  costNs: number;
  hurt: number;
}

const TEXTS = {
  forgotten: "finding.queueUnfinishedTasks.forgotten",
  left: "finding.queueUnfinishedTasks.left",
  nobody: "finding.queueUnfinishedTasks.nobody",
  nextJoin: "finding.queueUnfinishedTasks.nextJoin",
} as const satisfies Record<string, FindingText>;

function finding(
  trace: Trace,
  queue: ResourceIndex,
  severity: "error" | "warning",
  variant: keyof typeof TEXTS,
  { line, join, unfinished, taken, costNs, hurt }: Found,
): Finding {
  const { waits, resources, sites } = trace;
  const resource = resources[queue];
  const locations: FindingLocation[] = line === null ? [] : [{ ...line, role: "get" }];
  locations.push({ site: waits.site[join], lane: waits.lane[join], role: "join" });
  locations.push({ site: resource.site, lane: null, role: "created" });
  return {
    id: findingId("queue-unfinished-tasks", [sites[resource.site]], ordinalAtSite(trace, queue)),
    rule: "queue-unfinished-tasks",
    severity,
    certainty: "observed",
    ...textOf(TEXTS[variant], {
      name: resource.name,
      count: variant === "forgotten" || variant === "nextJoin" ? taken : unfinished,
      where: line === null ? "" : whereText(trace, line.site),
      join: whereText(trace, waits.site[join]),
      waited: formatDuration(costNs),
    }),
    count: unfinished,
    costNs,
    hurt,
    locations,
    focus: { lane: waits.lane[join], startNs: waits.startNs[join], endNs: waits.endNs[join] },
    data: { resource: queue, unfinished, taken, neverReturned: severity === "error" },
  };
}
