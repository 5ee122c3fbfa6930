/**
 * straggler: at the end one item ran alone while the other workers had nothing to do; with the longest items first all would have been
 * done sooner. (docs/findings/straggler.md)
 *
 * The first location is the line that submitted it (role `submitted`), then its function (role `function`), last the line that made
 * the pool (role `created`).
 */
import { formatDuration } from "../../l10n/format";
import type { Trace } from "../../trace/types";
import type { Finding, FindingLocation } from "../finding";
import { findingId } from "../finding-id";
import { isPoolComplete } from "../pools/complete";
import { longestFirst } from "../pools/longest-first";
import { type PoolWork, workOfPools } from "../pools/pool-work";
import { simulate } from "../pools/simulate";
import { type Facts, textOf, whereText } from "../rule";
import { MAX_DEVIATION } from "../what-if";

/** It ran alone for at least this share of the time from the first submit to the last finish … */
export const MIN_ALONE_SHARE = 0.3;
/** … and the longest first would have saved so much of it. */
export const MIN_GAIN_SHARE = 0.2;
export const MIN_GAIN_NS = 10e6;
export const MIN_UNITS = 4;

/** At most one finding for each pool. */
export function findStragglers({ trace }: Facts): Finding[] {
  if (trace.program.stillRunning) return [];
  return workOfPools(trace).flatMap((work, pool) => (typeof work === "string" ? [] : (judge(trace, pool, work) ?? [])));
}

function judge(trace: Trace, poolIndex: number, work: PoolWork): Finding | null {
  const { units, firstSubmitNs, lastFinishNs } = work;
  const pool = trace.pools[poolIndex];
  const workers = Math.min(pool.lanes.length, pool.workers);
  if (workers < 2 || units.length < MIN_UNITS || !isPoolComplete(trace, poolIndex)) return null;
  // Of chunks `bad-chunk-size` speaks.
  if (units.items.some((items) => items > 1)) return null;
  const [last, othersEndNs] = lastOf(work);
  const tookNs = lastFinishNs - firstSubmitNs;
  const aloneNs = lastFinishNs - Math.max(othersEndNs, units.startNs[last]);
  if (aloneNs < MIN_ALONE_SHARE * tookNs) return null;
  const ownNs = work.startUpNs + simulate(work, workers).durationNs;
  const wouldNs = work.startUpNs + simulate(longestFirst(work), workers).durationNs;
  const gainNs = Math.round(ownNs - wouldNs);
  if (Math.abs(ownNs - tookNs) > MAX_DEVIATION * tookNs) return null;
  if (gainNs < MIN_GAIN_NS || gainNs < MIN_GAIN_SHARE * tookNs) return null;
  const functionSite = trace.items.functionSite[units.first[last]];
  const lane = units.lane[last];
  const locations: FindingLocation[] = [
    {
      site: units.submitSite[last],
      lane: units.submitLane[last] < 0 ? null : units.submitLane[last],
      role: "submitted",
    },
  ];
  if (functionSite > 0) locations.push({ site: functionSite, lane, role: "function" });
  locations.push({ site: pool.site, lane: null, role: "created" });
  const ranNs = units.endNs[last] - units.startNs[last];
  return {
    id: findingId("straggler", [trace.sites[units.submitSite[last]], trace.sites[pool.site]]),
    rule: "straggler",
    severity: "info",
    certainty: "observed",
    ...textOf("finding.straggler.lastAlone", {
      name: pool.name,
      where: whereText(trace, units.submitSite[last]),
      ran: formatDuration(ranNs),
      alone: formatDuration(aloneNs),
      idle: workers - 1,
      took: formatDuration(tookNs),
      would: formatDuration(tookNs - gainNs),
    }),
    count: 1,
    costNs: gainNs,
    locations,
    focus: { lane, startNs: units.startNs[last], endNs: units.endNs[last] },
    data: { pool: poolIndex, workers, ranNs, aloneNs, tookNs, wouldNs: tookNs - gainNs },
  };
}

/** The unit that ended last, and when the last of the others did. */
function lastOf({ units: { length, endNs } }: PoolWork): [number, number] {
  let [last, othersEndNs] = [0, 0];
  for (let unit = 1; unit < length; unit++) {
    if (endNs[unit] > endNs[last]) [last, othersEndNs] = [unit, endNs[last]];
    else othersEndNs = Math.max(othersEndNs, endNs[unit]);
  }
  return [last, othersEndNs];
}
