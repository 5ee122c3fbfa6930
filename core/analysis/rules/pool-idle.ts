/**
 * pool-idle: most of the time the workers of a pool had nothing to do, and half as many would have been done as soon.
 * (docs/findings/pool-idle.md)
 *
 * The first location is where to mend: the line that waits for each result before it submits the next (role `waiter`), or the line
 * that made the pool (role `created`); then the lines that submit (role `submitted`).
 */
import { formatDuration, formatShare } from "../../l10n/format";
import { type Trace, WaitOp } from "../../trace/types";
import type { SiteIndex } from "../../units";
import type { Finding, FindingLocation } from "../finding";
import { findingId } from "../finding-id";
import { isPoolComplete } from "../pools/complete";
import { submitLines } from "../pools/submit-lines";
import { byStart, type Units, unitsOfPools } from "../pools/units";
import { type Facts, textOf } from "../rule";
import { isNearTheTruth, type PoolWhatIf, whatIf } from "../what-if";

/** Items kept the workers busy for no more than this share of their time. */
export const MAX_BUSY_SHARE = 0.3;
/** Shorter than this, and what workers cost is their start. */
export const MIN_DURATION_NS = 20e6;
export const MIN_UNITS = 4;
/** Items that take no time keep nobody busy, however they are submitted. */
export const MIN_RUN_NS = 10e6;
/** So much slower with fewer workers is as soon. */
export const AS_SOON = 1.05;
/** One at a time: that share of the units began after its submitter had waited for a result. */
export const ONE_AT_A_TIME_SHARE = 0.8;

/** At most one finding for each pool. */
export function findPoolIdle({ trace }: Facts): Finding[] {
  return whatIf(trace).flatMap((one) => judge(trace, one) ?? []);
}

function judge(trace: Trace, one: PoolWhatIf): Finding | null {
  const { pool: poolIndex, plays, measuredNs } = one;
  const pool = trace.pools[poolIndex];
  const started = Math.min(pool.lanes.length, one.workers);
  if (one.reason !== null || started < 2 || one.units < MIN_UNITS || measuredNs < MIN_DURATION_NS) return null;
  if (trace.program.stillRunning || !isPoolComplete(trace, poolIndex) || !isNearTheTruth(one)) return null;
  const { units } = unitsOfPools(trace)[poolIndex];
  const busyNs = units.endNs.reduce((sum, endNs, unit) => sum + endNs - units.startNs[unit], 0);
  if (busyNs < MIN_RUN_NS) return null;
  const busyShare = busyNs / (started * measuredNs);
  const own = plays.find(({ workers }) => workers === one.workers);
  if (own === undefined || busyShare > MAX_BUSY_SHARE) return null;
  const enough = plays.find(({ durationNs }) => durationNs <= AS_SOON * own.durationNs);
  if (enough === undefined || enough.workers > started / 2) return null;
  const asks = waitBetweenSubmits(trace, poolIndex, units);
  const created: FindingLocation = { site: pool.site, lane: null, role: "created" };
  const submits = submitLines(trace, units);
  const last = byStart(units)[units.length - 1];
  return {
    id: findingId("pool-idle", [trace.sites[pool.site]]),
    rule: "pool-idle",
    severity: "info",
    certainty: "observed",
    ...textOf(asks === null ? "finding.poolIdle.tooMany" : "finding.poolIdle.oneAtATime", {
      name: pool.name,
      workers: started,
      share: formatShare(1 - busyShare),
      took: formatDuration(measuredNs),
      enough: enough.workers,
    }),
    count: started,
    costNs: 0,
    locations:
      asks === null
        ? [created, ...submits]
        : [{ site: asks.site, lane: asks.lane, role: "waiter" }, ...submits, created],
    focus: { lane: units.lane[last], startNs: units.startNs[last], endNs: units.endNs[last] },
    data: { pool: poolIndex, workers: started, busyShare, enough: enough.workers, oneAtATime: asks !== null },
  };
}

/** The line that waits for a result before the next item is submitted, where nearly all items come so; null = they do not. */
function waitBetweenSubmits(
  { waits }: Trace,
  pool: number,
  { length, submitLane, submitNs, endNs }: Units,
): { site: SiteIndex; lane: number } | null {
  const order = Array.from({ length }, (_, unit) => unit).sort((a, b) => submitNs[a] - submitNs[b]);
  const lane = submitLane[order[0]];
  const lines = new Map<SiteIndex, number>();
  let [next, alone] = [1, 0];
  for (let i = 1; i < order.length; i++) if (submitNs[order[i]] >= endNs[order[i - 1]]) alone++;
  if (alone < ONE_AT_A_TIME_SHARE * (length - 1)) return null;
  for (let wait = 0; wait < waits.length && next < order.length; wait++) {
    if (waits.lane[wait] !== lane || waits.op[wait] !== WaitOp.future || waits.object[wait] !== pool) continue;
    while (next < order.length && submitNs[order[next]] < waits.endNs[wait]) next++;
    lines.set(waits.site[wait], (lines.get(waits.site[wait]) ?? 0) + 1);
  }
  const asked = [...lines.values()].reduce((sum, count) => sum + count, 0);
  if (asked < ONE_AT_A_TIME_SHARE * (length - 1)) return null;
  const [[site]] = [...lines].sort(([a, one], [b, other]) => other - one || a - b);
  return { site, lane };
}
