/** Pools and the items that they run: a part of the model (`types.ts`). */
import type { LaneIndex, Ns, SiteIndex } from "../units";

/** Kinds of pools; index = object kind in a recording − 14. */
export const POOL_KINDS = ["thread-pool-executor", "process-pool-executor", "thread-pool", "process-pool"] as const;
export type PoolKind = (typeof POOL_KINDS)[number];

/** A pool or executor made by program code. Items are calls of the user's function, chunks what they travel in. */
export interface Pool {
  kind: PoolKind;
  name: string;
  site: SiteIndex;
  /** The one that made it. */
  process: number;
  createdNs: Ns;
  /** The largest number of workers it may have. */
  workers: number;
  /** Every worker there ever was. */
  lanes: LaneIndex[];
  submitted: number;
  completed: number;
  failed: number;
  cancelled: number;
  /** Units handed out by map, imap and their like; 0 where items travel alone. */
  chunks: number;
  /** First submit to last finish; NaN = none. */
  firstSubmitNs: Ns;
  lastFinishNs: Ns;
  /** Sums over items: from submit to start, from start to finish. */
  queueWaitNs: Ns;
  runNs: Ns;
}

/** One row an item or, of a pool with very many, a chunk. By pool, then by job, index and offset. */
export interface Items {
  length: number;
  pool: Uint32Array;
  /** Number of the submitting call within the pool, of the chunk within the call, of the item within the chunk. */
  job: Float64Array;
  index: Uint32Array;
  offset: Uint32Array;
  /** 1, or how many items of one chunk this row stands for. */
  count: Uint32Array;
  submitLane: Int32Array;
  submitNs: Float64Array;
  submitSite: Uint32Array;
  /** Who ran it; -1 = nobody has yet. */
  lane: Int32Array;
  /** NaN = not started, not finished. */
  startNs: Float64Array;
  endNs: Float64Array;
  /** WaitResult: open, got (a result) or exception; `failed` = cancelled. */
  result: Uint8Array;
  /** Where the called function is defined; 0 = unknown or written in C. */
  functionSite: Uint32Array;
}

/** By time: a lane was given the result of an item, or its exception: by a wait that ended, or because it was there already. */
export interface ResultReads {
  length: number;
  lane: Uint32Array;
  timeNs: Float64Array;
  pool: Uint32Array;
  job: Float64Array;
  /** 1 = an exception: of `count` items of unit `index`, of count 0: of any of the job. Else both are 0. */
  failed: Uint8Array;
  index: Uint32Array;
  count: Uint32Array;
}
