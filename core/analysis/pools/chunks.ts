/** Calls whose items travelled in chunks, and what they would have taken in chunks of another size. */
import type { Trace } from "../../trace/types";
import type { LaneIndex, Ns, SiteIndex } from "../../units";
import type { PoolWork } from "./pool-work";
import { simulate } from "./simulate";
import type { Units } from "./units";

export interface JobInChunks {
  items: number;
  units: number;
  size: number;
  site: SiteIndex;
  /** Who submitted it. */
  lane: LaneIndex;
  functionSite: SiteIndex;
  /** In the order of the items. */
  itemNs: Float64Array;
  runNs: Ns;
  /** From when a worker was free and the chunk was there to when it began, all chunks together; but for each worker's first. */
  handOverNs: Ns;
  /** From when the first began. */
  tookNs: Ns;
  /** How long it was the only one that ran, at the end. */
  aloneNs: Ns;
  /** The chunk that ended last. */
  last: { lane: LaneIndex; startNs: Ns; endNs: Ns };
  isOfProcesses: boolean;
}

/** Calls of `map`, `imap` and their like that had the pool to themselves. */
export function jobsInChunks(trace: Trace, pool: number, units: Units): JobInChunks[] {
  const jobs: { from: number; to: number; startNs: Ns; endNs: Ns }[] = [];
  for (let from = 0; from < units.length; ) {
    let to = from;
    let [startNs, endNs] = [Number.POSITIVE_INFINITY, 0];
    for (; to < units.length && units.job[to] === units.job[from]; to++) {
      startNs = Math.min(startNs, units.submitNs[to]);
      endNs = Math.max(endNs, units.endNs[to]);
    }
    jobs.push({ from, to, startNs, endNs });
    from = to;
  }
  jobs.sort((a, b) => a.startNs - b.startNs);
  let latestNs = Number.NEGATIVE_INFINITY;
  return jobs.flatMap(({ from, to, startNs, endNs }, i) => {
    const isAlone = startNs >= latestNs && (i + 1 === jobs.length || jobs[i + 1].startNs >= endNs);
    latestNs = Math.max(latestNs, endNs);
    return isAlone && (to - from > 1 || units.items[from] > 1) ? [jobOf(trace, pool, units, from, to)] : [];
  });
}

function jobOf(trace: Trace, pool: number, units: Units, from: number, to: number): JobInChunks {
  const { items } = trace;
  const itemNs: number[] = [];
  for (let row = units.first[from]; row <= units.last[to - 1]; row++) {
    // A row of several items: as if they took equally long.
    const eachNs = (items.endNs[row] - items.startNs[row]) / items.count[row];
    if (eachNs >= 0) for (let i = 0; i < items.count[row]; i++) itemNs.push(eachNs);
  }
  const order = Array.from({ length: to - from }, (_, i) => from + i).sort(
    (a, b) => units.startNs[a] - units.startNs[b],
  );
  const freeNs = new Map<LaneIndex, Ns>();
  let handOverNs = 0;
  let [last, othersEndNs, size, firstSubmitNs] = [order[0], 0, 0, Number.POSITIVE_INFINITY];
  for (const unit of order) {
    const before = freeNs.get(units.lane[unit]);
    if (before !== undefined) handOverNs += Math.max(0, units.startNs[unit] - Math.max(before, units.submitNs[unit]));
    freeNs.set(units.lane[unit], units.endNs[unit]);
    if (unit !== last && units.endNs[unit] > units.endNs[last]) [last, othersEndNs] = [unit, units.endNs[last]];
    else if (unit !== last) othersEndNs = Math.max(othersEndNs, units.endNs[unit]);
    size = Math.max(size, units.items[unit]);
    firstSubmitNs = Math.min(firstSubmitNs, units.submitNs[unit]);
  }
  const endNs = units.endNs[last];
  return {
    items: itemNs.length,
    units: to - from,
    size,
    site: units.submitSite[from],
    lane: units.submitLane[from],
    functionSite: items.functionSite[units.first[from]],
    itemNs: Float64Array.from(itemNs),
    runNs: Math.round(itemNs.reduce((sum, ns) => sum + ns, 0)),
    handOverNs,
    tookNs: endNs - Math.max(firstSubmitNs, units.startNs[order[0]]),
    aloneNs: endNs - Math.max(othersEndNs, units.startNs[last]),
    last: { lane: units.lane[last], startNs: units.startNs[last], endNs },
    isOfProcesses: trace.pools[pool].kind.startsWith("process"),
  };
}

/** How long it takes in chunks of `size`, all submitted at once. */
export function playJob(work: PoolWork, { itemNs }: JobInChunks, size: number, workers: number): Ns {
  const needsNs: number[] = [];
  for (let from = 0; from < itemNs.length; from += size) {
    let sumNs = work.handOverNs;
    for (let item = from; item < Math.min(itemNs.length, from + size); item++) sumNs += itemNs[item];
    needsNs.push(sumNs);
  }
  const steps = needsNs.map((_, unit) => ({ does: "submit" as const, unit, atNs: 0 }));
  const keys = needsNs.map(() => 1);
  return simulate({ ...work, needsNs, keys, submitters: [{ unit: -1, beganNs: 0, steps }] }, workers).durationNs;
}
