/**
 * pool-starved: items waited for a worker, all workers were busy, and more workers would have been done sooner with the same items.
 * (docs/findings/pool-starved.md)
 *
 * The first location is the line that made the pool (role `created`), then the lines that submit (role `submitted`).
 */
import { formatDuration } from "../../l10n/format";
import type { Trace } from "../../trace/types";
import type { Finding } from "../finding";
import { findingId } from "../finding-id";
import { isPoolComplete } from "../pools/complete";
import { submitLines } from "../pools/submit-lines";
import { type Units, unitsOfPools } from "../pools/units";
import { type Facts, textOf } from "../rule";
import { isNearTheTruth, type PoolWhatIf, type WithWorkers, whatIf } from "../what-if";

/** What more workers would have saved, at least, of the time from the first submit to the last finish. */
export const MIN_GAIN_SHARE = 0.25;
export const MIN_GAIN_NS = 10e6;
/** A pool that did all it had in less than that is not worth a person's time, nor are its few items a measure of what is to come. */
export const MIN_LIFE_NS = 100e6;
/** The fewest workers are advised that come so near to the shortest time. */
export const NEAR_THE_BEST = 1.1;

/** At most one finding for each pool. */
export function findPoolStarved({ trace }: Facts): Finding[] {
  return whatIf(trace).flatMap((one) => judge(trace, one) ?? []);
}

function judge(trace: Trace, one: PoolWhatIf): Finding | null {
  const { pool: poolIndex, plays, workers, assumes } = one;
  // One worker is a way to let things happen one after the other.
  if (workers < 2 || one.reason !== null || assumes.includes("notInTheWay")) return null;
  const own = plays.find((play) => play.workers === workers);
  const more = bestOf(plays.filter((play) => play.workers >= workers));
  if (own === undefined || more === null || !isNearTheTruth(one) || !isPoolComplete(trace, poolIndex)) return null;
  const gainNs = own.durationNs - more.durationNs;
  if (own.durationNs < MIN_LIFE_NS || gainNs < MIN_GAIN_NS || gainNs < MIN_GAIN_SHARE * own.durationNs) return null;
  const pool = trace.pools[poolIndex];
  const { units } = unitsOfPools(trace)[poolIndex];
  const waited = waitsForWorkers(units);
  return {
    id: findingId("pool-starved", [trace.sites[pool.site]]),
    rule: "pool-starved",
    severity: "info",
    certainty: "observed",
    ...textOf("finding.poolStarved.moreWorkers", {
      name: pool.name,
      count: waited.count,
      waited: formatDuration(waited.sumNs),
      worst: formatDuration(waited.worstNs),
      workers,
      more: more.workers,
      would: formatDuration(more.durationNs),
      took: formatDuration(own.durationNs),
    }),
    count: waited.count,
    costNs: gainNs,
    hurt: waited.count,
    locations: [{ site: pool.site, lane: null, role: "created" }, ...submitLines(trace, units)],
    focus: {
      lane: units.lane[waited.worst],
      startNs: units.submitNs[waited.worst],
      endNs: units.startNs[waited.worst],
    },
    data: {
      pool: poolIndex,
      workers,
      moreWorkers: more.workers,
      tookNs: own.durationNs,
      wouldNs: more.durationNs,
      waitedNs: waited.sumNs,
      worstNs: waited.worstNs,
      cpuShare: one.cpuShare,
    },
  };
}

/** The fewest workers that are about as fast as any number; null = none are tried. */
function bestOf(plays: readonly WithWorkers[]): WithWorkers | null {
  const bestNs = Math.min(...plays.map(({ durationNs }) => durationNs));
  return plays.find(({ durationNs }) => durationNs <= NEAR_THE_BEST * bestNs) ?? null;
}

function waitsForWorkers({ length, submitNs, startNs }: Units) {
  let [count, sumNs, worst, worstNs] = [0, 0, 0, -1];
  for (let unit = 0; unit < length; unit++) {
    const waitedNs = Math.max(0, startNs[unit] - submitNs[unit]) || 0;
    sumNs += waitedNs;
    if (waitedNs >= MIN_WAIT_NS) count++;
    if (waitedNs > worstNs) [worst, worstNs] = [unit, waitedNs];
  }
  return { count, sumNs, worst, worstNs };
}

/** A unit that waits less has not waited for a worker, it was just handed over. */
export const MIN_WAIT_NS = 1e6;
