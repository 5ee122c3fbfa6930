/**
 * queue-growing: all through the run more items came into a queue than were taken out, and at its end they were still there.
 * (docs/findings/queue-growing.md)
 *
 * The first location is the line that made the queue (role `created`), then the line of most puts (role `put`) and of most gets
 * (role `get`).
 */
import { formatDuration } from "../../l10n/format";
import { groupOf } from "../../trace/column";
import { type Trace, WaitOp } from "../../trace/types";
import type { Ns, ResourceIndex } from "../../units";
import { isComplete } from "../completeness";
import type { Finding, FindingLocation } from "../finding";
import { findingId, ordinalAtSite } from "../finding-id";
import { mainLine, type QueueUses, usesOfQueues } from "../queues/uses";
import { type Facts, textOf } from "../rule";
import { momentOfStop } from "../who-waits";

/** So many items are in it at the end, at least. */
export const MIN_DEPTH = 50;
/** Somebody does take items: a queue that nobody reads yet collects results. */
export const MIN_GETS = 10;
/** From the first put to the end of the run; longer while that goes on, when a burst may yet be emptied. */
export const MIN_NS = 150e6;
export const MIN_LIVE_NS = 5e9;
/** In each third of that time it grows by this share of what it holds at the end, and gets this share of its puts. */
export const MIN_GROWTH_SHARE = 0.15;
/** The last put is no older than this share of that time: else it is being emptied. */
export const MAX_PAUSE_SHARE = 0.1;

/** At most one finding for each queue. */
export function findQueueGrowing(facts: Facts): Finding[] {
  const { trace } = facts;
  const endNs = momentOfStop(trace);
  return [...usesOfQueues(trace)].flatMap(([queue, uses]) => {
    const { counted, instances } = trace.resources[queue];
    // Of what was only counted nobody knows when it was.
    if (counted !== null || instances > 1 || !isComplete(trace, queue)) return [];
    const waits = groupOf(facts.waitsByResource, queue);
    // Who puts has to wait for room: that is what a bound is for.
    if (waits.some((wait) => trace.waits.op[wait] === WaitOp.put)) return [];
    return judge(trace, queue, uses, endNs) ?? [];
  });
}

function judge(trace: Trace, queue: ResourceIndex, { puts, gets }: QueueUses, endNs: Ns): Finding | null {
  const { timeNs } = trace.events;
  if (gets.length < MIN_GETS || puts.length - gets.length < MIN_DEPTH) return null;
  const firstNs = timeNs[puts[0]];
  const spanNs = endNs - firstNs;
  if (spanNs < (trace.program.stillRunning ? MIN_LIVE_NS : MIN_NS)) return null;
  if (endNs - timeNs[puts[puts.length - 1]] > MAX_PAUSE_SHARE * spanNs) return null;
  const until = (rows: readonly number[], ns: Ns) => rows.reduce((sum, row) => sum + (timeNs[row] <= ns ? 1 : 0), 0);
  let [depth, came] = [0, 0];
  const atEnd = until(puts, endNs) - until(gets, endNs);
  if (atEnd < MIN_DEPTH) return null;
  for (const third of [1, 2, 3]) {
    const ns = firstNs + (spanNs * third) / 3;
    const nowCame = until(puts, ns);
    const now = nowCame - until(gets, ns);
    if (now - depth < MIN_GROWTH_SHARE * atEnd || nowCame - came < MIN_GROWTH_SHARE * puts.length) return null;
    [depth, came] = [now, nowCame];
  }
  return describe(trace, queue, { puts, gets, dones: [] }, { firstNs, spanNs, atEnd });
}

function describe(
  trace: Trace,
  queue: ResourceIndex,
  { puts, gets }: QueueUses,
  { firstNs, spanNs, atEnd }: { firstNs: Ns; spanNs: Ns; atEnd: number },
): Finding {
  const resource = trace.resources[queue];
  const aSecond = (count: number) => count / (spanNs / 1e9);
  const [putRate, getRate] = [aSecond(puts.length), aSecond(gets.length)];
  const bound = resource.parameter > 0 ? resource.parameter : null;
  const fullAfterNs = bound === null ? null : Math.round((Math.max(0, bound - atEnd) / (putRate - getRate)) * 1e9);
  const last = puts[puts.length - 1];
  const locations: FindingLocation[] = [{ site: resource.site, lane: null, role: "created" }];
  const put = mainLine(trace, puts);
  const get = mainLine(trace, gets);
  if (put !== null) locations.push({ ...put, role: "put" });
  if (get !== null) locations.push({ ...get, role: "get" });
  return {
    id: findingId("queue-growing", [trace.sites[resource.site]], ordinalAtSite(trace, queue)),
    rule: "queue-growing",
    severity: "warning",
    certainty: "observed",
    ...textOf(bound === null ? "finding.queueGrowing.unbounded" : "finding.queueGrowing.bounded", {
      name: resource.name,
      puts: rateText(putRate),
      gets: rateText(getRate),
      count: atEnd,
      bound: bound ?? 0,
      full: fullAfterNs === null ? "" : formatDuration(fullAfterNs),
    }),
    count: atEnd,
    costNs: 0,
    locations,
    focus: { lane: trace.events.lane[last], startNs: firstNs, endNs: firstNs + spanNs },
    data: { resource: queue, depth: atEnd, putsPerSecond: putRate, getsPerSecond: getRate, bound, fullAfterNs },
  };
}

/** Three digits are enough. */
function rateText(aSecond: number): string {
  return aSecond >= 100 ? String(Math.round(aSecond)) : String(Number(aSecond.toPrecision(2)));
}
