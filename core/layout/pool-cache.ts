/** What happens to pools, worked out when it is first asked for and brought up to date when it is asked for again. */
import type { Trace } from "../trace/types";
import { extendPoolUse, type ItemTables, type PoolUse } from "./pool-use";
import type { StateStore } from "./state-store";

interface Kept {
  use: PoolUse;
  /** The workers that it was built for. */
  workers: string;
  /** From here on it is out of date. */
  fromNs: { busy: number; queued: number };
}

const NOTHING_NEW = { busy: Number.POSITIVE_INFINITY, queued: Number.POSITIVE_INFINITY };
const ALL_NEW = { busy: Number.NEGATIVE_INFINITY, queued: Number.NEGATIVE_INFINITY };

export class PoolCache {
  readonly #kept = new Map<number, Kept>();

  constructor(readonly tables: ItemTables) {}

  /** @param what by pool, the time before which all is as it was */
  changed(what: "busy" | "queued", fromNs: ReadonlyMap<number, number>): void {
    for (const [pool, timeNs] of fromNs) {
      const kept = this.#kept.get(pool);
      if (kept) kept.fromNs[what] = Math.min(kept.fromNs[what], timeNs);
    }
  }

  use(trace: Trace, stores: readonly StateStore[], pool: number): PoolUse {
    const workers = trace.pools[pool].lanes.join(" ");
    const kept = this.#kept.get(pool);
    const isSame = kept?.workers === workers;
    const fromNs = isSame ? kept.fromNs : ALL_NEW;
    const use = extendPoolUse(isSame ? kept.use : null, trace, stores, this.tables, pool, fromNs);
    this.#kept.set(pool, { use, workers, fromNs: { ...NOTHING_NEW } });
    return use;
  }
}
