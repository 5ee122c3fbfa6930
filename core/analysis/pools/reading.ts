/**
 * Results that a lane took one after the other in the order in which they were submitted, when each was ready, when it was taken and
 * how long the lane was busy with it.
 *
 *   result      0         1    2
 *   ready       ─────────▶│────┼ (before it)
 *   lane        waits     0 own 1 own 2
 */
import { type Trace, WaitOp, WaitResult } from "../../trace/types";
import type { LaneIndex, Ns, SiteIndex } from "../../units";
import { once } from "../once";
import { type Units, unitsOfPools } from "./units";

export interface Reading {
  lane: LaneIndex;
  pool: number;
  /** When it asked for the first. */
  beganNs: Ns;
  /** Rows of the pool's units, in the order of reading; for each when it was ready, when it was taken, how long the lane was busy then. */
  units: number[];
  readyNs: number[];
  readNs: number[];
  /** 0 of the last one: when it was done with that, nobody knows. */
  ownNs: number[];
  /** Its longest wait for a result. */
  worst: { startNs: Ns; endNs: Ns; site: SiteIndex } | null;
}

/** A read is stamped so much later than the result was there, at least, or it is not of that result. */
const TOLERANCE_NS = 1e6;
const MIN_RESULTS = 3;

interface Asked {
  startNs: Ns;
  endNs: Ns;
  site: SiteIndex;
  job: number;
}

export const readingsInOrder = once((trace: Trace): Reading[] => {
  const { resultReads } = trace;
  if (resultReads === undefined) return [];
  const asked = waitsByLaneAndPool(trace);
  const sequences = new Map<string, number[]>();
  for (let row = 0; row < resultReads.length; row++) {
    if (resultReads.failed[row]) continue;
    const key = `${resultReads.lane[row]} ${resultReads.pool[row]}`;
    const rows = sequences.get(key);
    if (rows === undefined) sequences.set(key, [row]);
    else rows.push(row);
  }
  return [...sequences].flatMap(([key, rows]) => {
    const of = { lane: resultReads.lane[rows[0]], pool: resultReads.pool[rows[0]] };
    const { units } = unitsOfPools(trace)[of.pool];
    const waits = asked.get(key) ?? [];
    // Who waits for any of several takes them as they come.
    if (waits.some(({ job }) => job === 0)) return [];
    return rounds(trace, units, rows).flatMap((round) => readingOf(of, units, round, waits) ?? []);
  });
});

function waitsByLaneAndPool({ waits }: Trace): Map<string, Asked[]> {
  const found = new Map<string, Asked[]>();
  for (let wait = 0; wait < waits.length; wait++) {
    if (waits.op[wait] !== WaitOp.future || waits.result[wait] !== WaitResult.got) continue;
    const { startNs, endNs, site, argument } = waits;
    const one = { startNs: startNs[wait], endNs: endNs[wait], site: site[wait], job: argument[wait] };
    const key = `${waits.lane[wait]} ${waits.object[wait]}`;
    const list = found.get(key);
    if (list === undefined) found.set(key, [one]);
    else list.push(one);
  }
  return found;
}

interface Round {
  units: number[];
  readNs: number[];
}

/** The k-th read of a job is of its k-th unit. What is submitted after the first read belongs to the next round. */
function rounds({ resultReads }: Trace, units: Units, rows: readonly number[]): Round[] {
  if (resultReads === undefined) return [];
  const firstUnit = new Map<number, number>();
  for (let unit = units.length - 1; unit >= 0; unit--) firstUnit.set(units.job[unit], unit);
  const readsOfJob = new Map<number, number>();
  const found: Round[] = [];
  let round: Round = { units: [], readNs: [] };
  for (const row of rows) {
    const job = resultReads.job[row];
    const first = firstUnit.get(job);
    const nth = readsOfJob.get(job) ?? 0;
    readsOfJob.set(job, nth + 1);
    const unit = (first ?? 0) + nth;
    // Asked twice, or never seen to run.
    if (first === undefined || unit >= units.length || units.job[unit] !== job) continue;
    const isLater = round.units.length > 0 && nth === 0 && units.submitNs[unit] > round.readNs[0];
    if (isLater) {
      found.push(round);
      round = { units: [], readNs: [] };
    }
    round.units.push(unit);
    round.readNs.push(resultReads.timeNs[row]);
  }
  found.push(round);
  return found.filter(({ units: { length } }) => length >= MIN_RESULTS);
}

/** Null where they were not taken in the order of submit: then somebody takes them as they come. */
function readingOf(
  { lane, pool }: Pick<Reading, "lane" | "pool">,
  units: Units,
  round: Round,
  asked: readonly Asked[],
): Reading | null {
  const { readNs } = round;
  const readyNs = round.units.map((unit) => units.endNs[unit]);
  for (let i = 0; i < readNs.length; i++) {
    if (readNs[i] < readyNs[i] - TOLERANCE_NS) return null;
    if (i > 0 && units.submitNs[round.units[i]] < units.submitNs[round.units[i - 1]]) return null;
  }
  const ownNs = new Array<number>(readNs.length).fill(0);
  let [worst, beganNs]: [Asked | null, number] = [null, readNs[0]];
  let at = 0;
  for (let i = 0; i < readNs.length; i++) {
    const sinceNs = i === 0 ? Number.NEGATIVE_INFINITY : readNs[i - 1];
    let waitedNs = 0;
    for (; at < asked.length && asked[at].endNs <= readNs[i]; at++) {
      if (asked[at].endNs < sinceNs) continue;
      if (i === 0) beganNs = asked[at].startNs;
      waitedNs += asked[at].endNs - asked[at].startNs;
      if (worst === null || asked[at].endNs - asked[at].startNs > worst.endNs - worst.startNs) worst = asked[at];
    }
    if (i > 0) ownNs[i - 1] = Math.max(0, readNs[i] - readNs[i - 1] - waitedNs);
  }
  return { lane, pool, beganNs, units: round.units, readyNs, readNs, ownNs, worst };
}
