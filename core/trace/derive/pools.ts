/** Things that are pools: kinds, names, workers. Their items are counted in items.ts. */

import { POOL_KINDS, type Pool } from "../pool-types";
import type { RawTables } from "../raw";
import type { Lane } from "../types";
import { FIRST_POOL_KIND } from "../vocabulary";
import type { Order } from "./order";
import { nameOfThing, type Sources } from "./resources";
import type { Thing, Things } from "./things";

export interface Pools {
  pools: Pool[];
  /** Index = raw object; -1 = it is no pool. */
  poolIndex: Int32Array;
}

/**
 * The threads of the executor that an event loop makes for `to_thread` and `run_in_executor(None, …)` have such names
 * (asyncio/base_events.py). The line of whichever call came first says nothing of it.
 */
const OF_DEFAULT_EXECUTOR = /^asyncio_\d+$/;
const DEFAULT_EXECUTOR = "default executor";

/** By creation, without workers and items. */
export function derivePools({ things }: Things, sources: Sources): Pools {
  const poolIndex = new Int32Array(sources.raw.objects.length).fill(-1);
  const pools = things
    .filter(({ isPool }) => isPool)
    .map((thing, index) => {
      for (const object of thing.members) poolIndex[object] = index;
      return poolOf(thing, sources);
    });
  return { pools, poolIndex };
}

function poolOf(thing: Thing, sources: Sources): Pool {
  const { object, birth } = thing;
  const { raw, order, sites } = sources;
  const kind = POOL_KINDS[birth.kind - FIRST_POOL_KIND];
  return {
    kind,
    name: nameOfThing(thing, kind, sources),
    site: sites.siteIndex[birth.site],
    process: order.processRank[raw.objects.process[object]],
    createdNs: Math.max(0, raw.objects.createdNs[object] - order.originNs || 0),
    workers: birth.parameter,
    lanes: [],
    submitted: 0,
    completed: 0,
    failed: 0,
    cancelled: 0,
    chunks: 0,
    firstSubmitNs: Number.NaN,
    lastFinishNs: Number.NaN,
    queueWaitNs: 0,
    runNs: 0,
  };
}

/** Who works, or has run an item, for a pool is a worker of it; a lane has the pool that it worked for first. */
export function assignWorkers(
  { workers, items }: RawTables,
  { laneIndex }: Order,
  { pools, poolIndex }: Pools,
  lanes: Lane[],
): void {
  const found = new Map<number, { pool: number; lane: number; timeNs: number }>();
  const note = (object: number, rawLane: number, timeNs: number) => {
    const pool = poolIndex[object];
    const lane = laneIndex[rawLane];
    if (pool < 0 || lane < 0) return;
    const key = pool * lanes.length + lane;
    const known = found.get(key);
    if (known === undefined) found.set(key, { pool, lane, timeNs });
    else known.timeNs = Math.min(known.timeNs, timeNs);
  };
  for (let row = 0; row < workers.length; row++) note(workers.object[row], workers.lane[row], workers.timeNs[row]);
  for (let row = 0; row < items.length; row++) note(items.object[row], items.lane[row], items.startNs[row]);
  const assignments = [...found.values()].sort((a, b) => a.timeNs - b.timeNs || a.lane - b.lane || a.pool - b.pool);
  for (const { pool, lane } of assignments) {
    lanes[lane].pool ??= pool;
    pools[pool].lanes.push(lane);
    if (OF_DEFAULT_EXECUTOR.test(lanes[lane].name)) pools[pool].name = DEFAULT_EXECUTOR;
  }
  for (const pool of pools) {
    pool.lanes.sort((a, b) => a - b);
    // Its NEW is lost.
    if (pool.workers === 0) pool.workers = pool.lanes.length;
  }
}
