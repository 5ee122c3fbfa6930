/**
 * unread-exception: what a pool was given to do failed, and nobody ever looked: a future keeps its exception until somebody asks.
 * (docs/findings/unread-exception.md)
 *
 * The first location is the line that gave it to the pool (role `submitted`), then the function (role `function`), last the line that
 * made the pool (role `created`).
 */
import { functionName } from "../../trace/function-name";
import { type Trace, WaitResult } from "../../trace/types";
import type { Finding, FindingLocation } from "../finding";
import { findingId } from "../finding-id";
import { isPoolComplete } from "../pools/complete";
import { type Facts, type FindingText, textOf, whereText } from "../rule";
import { momentOfStop } from "../who-waits";

/** What one line submitted. */
interface Group {
  pool: number;
  site: number;
  /** Rows of `Trace.items` that failed. */
  failed: number[];
  items: number;
  isRead: boolean;
  hasUnits: boolean;
}

/** One finding for each pool and line that submits. */
export function findUnreadExceptions({ trace }: Facts): Finding[] {
  const { items, pools, program } = trace;
  // What is still running may yet ask.
  if (pools.length === 0 || program.stillRunning) return [];
  const isJudged = pools.map((_, pool) => canJudge(trace, pool));
  const stopNs = momentOfStop(trace);
  const read = jobsRead(trace);
  const groups = new Map<string, Group>();
  for (let item = 0; item < items.length; item++) {
    const pool = items.pool[item];
    if (!isJudged[pool] || items.submitSite[item] === 0) continue;
    const key = `${pool} ${items.submitSite[item]}`;
    let group = groups.get(key);
    if (group === undefined) {
      group = { pool, site: items.submitSite[item], failed: [], items: 0, isRead: false, hasUnits: false };
      groups.set(key, group);
    }
    group.items += items.count[item];
    group.hasUnits ||= items.index[item] > 0;
    // A Ctrl-C that reaches the workers, too, makes their items fail.
    if (items.result[item] !== WaitResult.exception || items.endNs[item] >= stopNs) continue;
    group.failed.push(item);
    // Who got one exception out of a row of results has been told, and may well have left the others.
    group.isRead ||= read.has(`${pool} ${items.job[item]}`);
  }
  return [...groups.values()]
    .filter(({ failed, isRead }) => failed.length > 0 && !isRead)
    .map((g) => describe(trace, g));
}

/** All is known of it, and its process came to a good end: one that dies of another exception reads no more. */
function canJudge(trace: Trace, pool: number): boolean {
  const process = trace.processes[trace.pools[pool].process];
  return process.areErrorReadsKnown === true && (process.exitCode ?? 0) === 0 && isPoolComplete(trace, pool);
}

function jobsRead({ resultReads }: Trace): Set<string> {
  const read = new Set<string>();
  if (resultReads === undefined) return read;
  const { length, failed, pool, job } = resultReads;
  for (let row = 0; row < length; row++) if (failed[row]) read.add(`${pool[row]} ${job[row]}`);
  return read;
}

function describe(trace: Trace, { pool: poolIndex, site, failed, items: total, hasUnits }: Group): Finding {
  const { items, sites } = trace;
  const pool = trace.pools[poolIndex];
  const [first] = failed;
  const functionSite = items.functionSite[first];
  const lane = items.lane[first] < 0 ? null : items.lane[first];
  const locations: FindingLocation[] = [{ site, lane: items.submitLane[first], role: "submitted" }];
  if (functionSite > 0) locations.push({ site: functionSite, lane, role: "function" });
  locations.push({ site: pool.site, lane: null, role: "created" });
  return {
    id: findingId("unread-exception", [sites[site], sites[pool.site]]),
    rule: "unread-exception",
    severity: "warning",
    certainty: "observed",
    ...textOf(variant(pool.kind.endsWith("executor"), hasUnits), {
      count: failed.length,
      total,
      function: functionSite > 0 ? functionName(sites[functionSite].function) : pool.name,
      where: whereText(trace, site),
    }),
    count: failed.length,
    costNs: 0,
    locations,
    focus: lane === null ? null : { lane, startNs: items.startNs[first], endNs: items.endNs[first] },
    data: { pool: poolIndex, submitted: total, timesNs: failed.slice(0, 20).map((item) => items.endNs[item]) },
  };
}

function variant(isExecutor: boolean, hasUnits: boolean): FindingText {
  if (!isExecutor) return "finding.unreadException.async";
  return hasUnits ? "finding.unreadException.map" : "finding.unreadException.submit";
}
