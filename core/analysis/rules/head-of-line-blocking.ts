/**
 * head-of-line-blocking: results were taken in the order of submit; while one was waited for, later ones were ready, and what was then
 * done with those could have been done meanwhile. (docs/findings/head-of-line-blocking.md)
 *
 * The first location is the line that waited (role `waiter`), then the line that submitted (role `submitted`), last the line that made
 * the pool (role `created`).
 */
import { formatDuration } from "../../l10n/format";
import type { Trace } from "../../trace/types";
import type { Finding, FindingLocation } from "../finding";
import { findingId } from "../finding-id";
import { isPoolComplete } from "../pools/complete";
import { type Reading, readingsInOrder } from "../pools/reading";
import { unitsOfPools } from "../pools/units";
import { type Facts, type FindingText, textOf, whereText } from "../rule";

/** What taking them as they come would have saved, at least, of the time from the first ask to the last result. */
export const MIN_GAIN_SHARE = 0.2;
export const MIN_GAIN_NS = 20e6;

/** At most one finding for each pool and line that waits. */
export function findHeadOfLineBlocking({ trace }: Facts): Finding[] {
  const found = new Map<string, Finding>();
  for (const reading of readingsInOrder(trace)) {
    if (!isPoolComplete(trace, reading.pool)) continue;
    const finding = judge(trace, reading);
    if (finding === null) continue;
    const before = found.get(finding.id);
    if (before === undefined || before.costNs < finding.costNs) found.set(finding.id, finding);
  }
  return [...found.values()];
}

function judge(trace: Trace, reading: Reading): Finding | null {
  const { pool: poolIndex, readNs, beganNs, worst } = reading;
  const tookNs = readNs[readNs.length - 1] - beganNs;
  const wouldNs = asTheyCome(reading) - beganNs;
  const gainNs = tookNs - wouldNs;
  if (worst === null || gainNs < MIN_GAIN_NS || gainNs < MIN_GAIN_SHARE * tookNs) return null;
  const { units } = unitsOfPools(trace)[poolIndex];
  const pool = trace.pools[poolIndex];
  const submitSite = units.submitSite[reading.units[0]];
  const ready = readyMeanwhile(reading);
  const waiter: FindingLocation = { site: worst.site, lane: reading.lane, role: "waiter" };
  const submitted: FindingLocation = { site: submitSite, lane: units.submitLane[reading.units[0]], role: "submitted" };
  return {
    id: findingId("head-of-line-blocking", [trace.sites[worst.site], trace.sites[pool.site]]),
    rule: "head-of-line-blocking",
    severity: "info",
    certainty: "observed",
    ...textOf(variant(pool.kind.endsWith("executor")), {
      where: whereText(trace, worst.site),
      count: ready,
      waited: formatDuration(worst.endNs - worst.startNs),
      took: formatDuration(tookNs),
      would: formatDuration(wouldNs),
    }),
    count: ready,
    costNs: gainNs,
    locations: [waiter, submitted, { site: pool.site, lane: null, role: "created" }],
    focus: { lane: reading.lane, startNs: worst.startNs, endNs: worst.endNs },
    data: { pool: poolIndex, results: reading.units.length, tookNs, wouldNs, worstNs: worst.endNs - worst.startNs },
  };
}

function variant(isExecutor: boolean): FindingText {
  return isExecutor ? "finding.headOfLineBlocking.executor" : "finding.headOfLineBlocking.imap";
}

/** When all would have been dealt with in the order in which they are ready, each as long as it took. */
function asTheyCome({ readyNs, ownNs, beganNs }: Reading): number {
  const order = Array.from(readyNs, (_, i) => i).sort((a, b) => readyNs[a] - readyNs[b] || a - b);
  return order.reduce((now, i) => Math.max(now, readyNs[i]) + ownNs[i], beganNs);
}

/** Results that were ready before one that stands before them. */
function readyMeanwhile({ readyNs }: Reading): number {
  let [count, latestNs] = [0, 0];
  for (const ns of readyNs) {
    if (ns < latestNs) count++;
    latestNs = Math.max(latestNs, ns);
  }
  return count;
}
