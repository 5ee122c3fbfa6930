/** Pools: who gave an idle worker its item, whose result it was, which worker ended last. */
import { allRows, type Groups, groupOf, groupRows, lowerBound, sortRows } from "../../column";
import type { Items } from "../../pool-types";
import { Edge, WaitOp } from "../../types";
import { type Links, succeeded, wokenBy } from "./links";

export function wakePoolWaits(links: Links): void {
  const { waits, pools, items } = links;
  if (pools.length === 0) return;
  giveItems(links);
  const results = new Results(items, links.arrivedNs, pools.length);
  for (let wait = 0; wait < waits.length; wait++) {
    const pool = waits.object[wait];
    const op = waits.op[wait];
    if (pool < 0 || (op !== WaitOp.future && op !== WaitOp.poolJoin) || !succeeded(links, wait)) continue;
    if (op === WaitOp.poolJoin) endWorkers(links, wait, pool);
    else {
      const item = results.lastUntil(pool, waits.argument[wait], waits.endNs[wait]);
      if (item < 0 || links.arrivedNs[item] < waits.startNs[wait]) continue;
      wokenBy(links, wait, Edge.finishResult, items.lane[item], items.endNs[item], items.functionSite[item]);
    }
  }
}

/**
 * An edge from each submit to the start of what it submitted, one for a unit. A worker that was idle when it came was let go on by
 * it.
 */
function giveItems(links: Links): void {
  const { items, edges, waits } = links;
  const { lane, offset, startNs, submitLane, submitNs, submitSite } = items;
  const idle = idleWaits(links);
  for (let item = 0; item < items.length; item++) {
    if (lane[item] < 0 || submitLane[item] < 0 || offset[item] > 0) continue;
    const rows = groupOf(idle, lane[item]);
    const wait = rows[lowerBound(rows, waits.startNs, startNs[item] + 1) - 1] ?? -1;
    const waited = wait >= 0 && waits.endNs[wait] <= startNs[item] && submitNs[item] >= waits.startNs[wait];
    if (waited && waits.wakerLane[wait] < 0)
      wokenBy(links, wait, Edge.submitStart, submitLane[item], submitNs[item], submitSite[item]);
    else edges.add(Edge.submitStart, submitLane[item], submitNs[item], lane[item], startNs[item], -1, -1);
  }
}

/** Waits for an item by lane, ascending by start. */
function idleWaits({ waits, lanes }: Links): Groups {
  const keys = new Int32Array(waits.length);
  for (let wait = 0; wait < waits.length; wait++) keys[wait] = waits.op[wait] === WaitOp.idle ? waits.lane[wait] : -1;
  return groupRows(keys, waits.length, lanes.length);
}

function endWorkers(links: Links, wait: number, pool: number): void {
  const { waits, lanes, pools } = links;
  let last = -1;
  for (const lane of pools[pool].lanes) {
    const { ended, endNs } = lanes[lane];
    const isWithin = ended && endNs >= waits.startNs[wait] && endNs <= waits.endNs[wait];
    if (isWithin && (last < 0 || endNs > lanes[last].endNs)) last = lane;
  }
  if (last >= 0) wokenBy(links, wait, Edge.endJoin, last, lanes[last].endNs, 0);
}

/** Items that have a result, by pool and by job, in the order in which the results came. */
class Results {
  private readonly ofPool: Groups;
  private readonly ofJob: Groups;
  private readonly jobs: Map<number, number>[];

  constructor(
    { length, pool, job, lane, endNs }: Items,
    private readonly arrivedNs: Float64Array,
    pools: number,
  ) {
    this.jobs = Array.from({ length: pools }, () => new Map());
    const poolKey = new Int32Array(length);
    const jobKey = new Int32Array(length);
    // What has no result sorts last, and is left out.
    const keys = new Float64Array(length).fill(Number.POSITIVE_INFINITY);
    let jobs = 0;
    for (let item = 0; item < length; item++) {
      const ofPool = this.jobs[pool[item]];
      let number = ofPool.get(job[item]);
      if (number === undefined) {
        number = jobs++;
        ofPool.set(job[item], number);
      }
      const hasResult = lane[item] >= 0 && !Number.isNaN(endNs[item]) && !Number.isNaN(arrivedNs[item]);
      poolKey[item] = hasResult ? pool[item] : -1;
      jobKey[item] = hasResult ? number : -1;
      if (hasResult) keys[item] = arrivedNs[item];
    }
    const order = sortRows(allRows(length), keys);
    this.ofPool = groupRows(poolKey, length, pools, order);
    this.ofJob = groupRows(jobKey, length, jobs, order);
  }

  /** The last one to come until then, of this job or, of job 0, of the whole pool; -1 = none. */
  lastUntil(pool: number, job: number, timeNs: number): number {
    const number = this.jobs[pool].get(job);
    const rows = job === 0 ? groupOf(this.ofPool, pool) : number === undefined ? null : groupOf(this.ofJob, number);
    if (rows === null) return -1;
    return rows[lowerBound(rows, this.arrivedNs, timeNs + 1) - 1] ?? -1;
  }
}
